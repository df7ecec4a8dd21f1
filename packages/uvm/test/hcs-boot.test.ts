import { serveGuest, type GuestServer, type ProcessLauncher } from '@uvmkit/guest-agent';
import type { ComputeHost } from '@uvmkit/hcs';
import { initArguments, parseKernelLine } from '@uvmkit/kernel-params';
import { memoryHost, windowsPaths } from '@uvmkit/lcow-builder';
import { createHostFacts, createNativeHost } from '@uvmkit/native-hcs';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { Engine } from '../src/engine/engine.js';
import { startUtilityVm } from '../src/utility-vm.js';
import { libraries, missing, openStandIn } from './support/windows-stand-in.js';

const BOOT_FILES = 'C:\\Program Files\\Linux Containers';

/** A guest whose only program says how it was called. */
const launcher: ProcessLauncher = {
  launch: async ({ args, stdin, stdout, stderr }) => {
    stdin?.resume();
    stdout?.end(`ran ${args.join(' ')}\n`);
    stderr?.end();
    return { pid: 1, exited: Promise.resolve(7) };
  },
};

const describeHere = missing === undefined ? describe : describe.skip;

describeHere(`a utility VM by Windows' compute service${missing ? ` (${missing})` : ''}`, () => {
  test('boots through the native host, runs a command, and leaves nothing', async () => {
    const standIn = openStandIn();
    // The files of this document are those of a Windows machine.
    standIn.succeed('HcsGrantVmAccess', 2);
    standIn.succeed('HcsRevokeVmAccess', 2);
    const facts = createHostFacts({ libraries });
    const native = createNativeHost({ libraries });
    let guest: GuestServer | undefined;

    const host: ComputeHost = {
      properties: (...given) => native.properties(...given),
      open: (...given) => native.open(...given),
      enumerate: (...given) => native.enumerate(...given),
      close: () => native.close(),
      [Symbol.asyncDispose]: () => native.close(),
      create: async (id, document, wait) => {
        const system = await native.create(id, document, wait);
        const line = document.VirtualMachine?.Chipset?.LinuxKernelDirect?.KernelCmdLine ?? '';
        const start = system.start.bind(system);
        system.start = async (options) => {
          await start(options);
          guest = serveGuest({
            sockets: standIn.socketsOfGuest(system.runtimeId),
            bootArguments: initArguments(parseKernelLine(line).init ?? ''),
            launcher,
            machine: { addEntropy: () => undefined, powerOff: () => standIn.powerOff(id) },
          });
        };
        return system;
      },
    };
    await using engine: Engine = {
      name: 'hcs',
      host,
      builderHost: memoryHost({
        paths: windowsPaths,
        osBuild: 26100,
        files: { [`${BOOT_FILES}\\vmlinux`]: 1, [`${BOOT_FILES}\\initrd.img`]: 1 },
      }),
      bootFilesPath: BOOT_FILES,
      minimumMemoryMiB: 64,
      check: async () => undefined,
      fileAccess: {
        grant: (id, file) => facts.fileAccess.grantToVm(id, file),
        revoke: (id, file) => facts.fileAccess.revokeFromVm(id, file),
      },
      [Symbol.asyncDispose]: () => host.close(),
    };

    const vm = await startUtilityVm({ engine, id: '0e2f5a64-8d5c-4a5e-9b0e-2f5a648d5c4a' });
    expect(vm.timeline.at(-1)).toMatchObject({ step: 'ready' });
    using process = await vm.exec({ args: ['hello', 'world'], stdout: true });
    expect(await text(process.stdout ?? Readable.from([]))).toBe('ran hello world\n');
    expect(await process.wait()).toEqual({ exitCode: 7 });

    await vm.shutdown();
    expect(await vm.exited).toMatchObject({ ExitType: 'GracefulExit' });
    await guest?.[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    expect(standIn.count('calls:HcsGrantVmAccess')).toBe(2);
    expect(standIn.count('calls:HcsRevokeVmAccess')).toBe(2);
    for (const what of ['systems', 'systemHandles', 'operations', 'documents', 'badHandles', 'badFrees']) {
      expect([what, standIn.count(what)]).toEqual([what, 0]);
    }
  });
});
