import { hypervisorContract } from '@uvmkit/hypervisor/contract';
import { mib } from '@uvmkit/vmutils';
import { createSimulator } from '../src/simulator.js';

const simulator = createSimulator();

hypervisorContract(
  { describe, test, expect },
  {
    name: 'simulator',
    make: () => simulator,
    config: (id) => ({
      id,
      kernelPath: '/simulated/kernel',
      initrdPath: '/simulated/initrd.img',
      kernelParams: 'panic=-1 -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel info',
      vcpus: 1,
      memory: mib(512),
      scsiControllers: 1,
    }),
    leftBehind: async () => [],
    bootMs: 5_000,
  },
);
