import { hypervisorContract } from '@uvmkit/hypervisor/contract';
import { BOOT_MS, createRealHost } from './support/real-host.js';

const host = createRealHost();
const hypervisor = host.hypervisor({ accelerator: 'tcg' });
afterAll(() => host.remove());

hypervisorContract(
  { describe, test, expect },
  {
    name: 'QEMU',
    make: () => hypervisor,
    config: (id) => host.config(id),
    leftBehind: async () => host.leftBehind(),
    bootMs: BOOT_MS,
  },
);
