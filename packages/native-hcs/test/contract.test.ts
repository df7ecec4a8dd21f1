import { computeHostContract } from '@uvmkit/hcs/contract';
import type { ComputeSystem as Document } from '@uvmkit/hcs-schema';
import { createNativeHost } from '../src/index.js';
import { guestOf } from './support/guest.js';
import { leftovers, until } from './support/settled.js';
import { answerFlags, libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

/** Chosen for its members; the stand-in reads few of them. */
const document = (id: string): Document => ({
  Owner: id,
  SchemaVersion: { Major: 2, Minor: 1 },
  VirtualMachine: {
    StopOnReset: true,
    Chipset: {
      LinuxKernelDirect: { KernelFilePath: 'C:\\boot\\vmlinux', InitRdPath: 'C:\\boot\\initrd.img' },
    },
    ComputeTopology: { Memory: { SizeInMB: 256 }, Processor: { Count: 1 } },
    Devices: { HvSocket: { HvSocketConfig: { DefaultBindSecurityDescriptor: 'D:P(A;;FA;;;WD)' } } },
  },
});

const exitDocuments = {
  powerOff: '{"Status":0,"ExitType":"GracefulExit"}',
  crash: '{"Status":-2143878906,"ExitType":"UnexpectedExit"}',
};

withStandIn('on the stand-in', () => {
  let opened: StandIn | undefined;
  const standIn = (): StandIn => (opened ??= openStandIn());
  const nothingLeft = (): boolean =>
    Object.keys(leftovers(standIn())).length === 0 && standIn().count('systems') === 0;

  computeHostContract(
    { describe, test, expect },
    {
      name: 'native host',
      can: { pause: true, shutdown: true, save: true, modify: true, serviceProperties: true },
      deadlineMs: 20_000,
      make: () => {
        standIn().reset();
        return createNativeHost({ libraries });
      },
      document,
      guest: (runtimeId) => guestOf(standIn(), runtimeId),
      exit: ({ id }, how) => standIn().exit(id, exitDocuments[how]),
      delay: (call, ms) =>
        standIn().script(call === 'create' ? 'HcsCreateComputeSystem' : 'HcsStartComputeSystem', {
          delayMs: ms,
          flags: answerFlags.behavesToo,
        }),
      leftBehind: async () => {
        await until(nothingLeft).catch(() => undefined);
        return Object.entries({ ...leftovers(standIn()), systems: standIn().count('systems') })
          .filter(([, number]) => number !== 0)
          .map(([what, number]) => `${what}: ${number}`);
      },
    },
  );
});
