import type { ComputeSystem as Document } from '@uvmkit/hcs-schema';
import { documentFiles } from '../src/boot/document-files.js';
import type { Engine, FileGrants } from '../src/engine/engine.js';
import { simulatorEngine } from '../src/engine/simulator-engine.js';
import { startUtilityVm } from '../src/utility-vm.js';

const kernel = '/simulated/boot/kernel';
const initrd = '/simulated/boot/initrd.img';

/** An engine whose virtual machines open nothing without a grant, and the grants that stand. */
const guarded = (failing?: string): { engine: Engine; grants: Set<string>; journal: string[] } => {
  const grants = new Set<string>();
  const journal: string[] = [];
  const fileAccess: FileGrants = {
    grant: async (id, file) => {
      journal.push(`grant ${file} to ${id}`);
      if (file === failing) throw new Error('no rights');
      grants.add(file);
    },
    revoke: async (id, file) => {
      journal.push(`revoke ${file} from ${id}`);
      grants.delete(file);
    },
  };
  return { engine: { ...simulatorEngine(), fileAccess }, grants, journal };
};

describe('access of a VM to files of the host', () => {
  test('is granted before the start, and taken back at the end', async () => {
    const { engine, grants, journal } = guarded();
    await using _ = engine;
    const vm = await startUtilityVm({ engine, id: 'vm' });
    expect([...grants]).toEqual([kernel, initrd]);
    await vm.shutdown();
    expect([...grants]).toEqual([]);
    expect(journal.slice(0, 2)).toEqual([`grant ${kernel} to vm`, `grant ${initrd} to vm`]);
  });

  test('a grant that fails ends the start; what was granted is taken back', async () => {
    const { engine, grants, journal } = guarded(initrd);
    await using _ = engine;
    await expect(startUtilityVm({ engine, id: 'vm' })).rejects.toMatchObject({
      code: 'UVM_BOOT_FAILED',
      data: { step: 'grant access' },
    });
    expect([...grants]).toEqual([]);
    expect(journal).not.toContain(`revoke ${initrd} from vm`);
    expect(await engine.host.enumerate()).toEqual([]);
  });

  test('a failure is told by its real cause where the engine knows it', async () => {
    const { engine } = guarded(kernel);
    await using knowing: Engine = { ...engine, explain: async () => new Error('not an administrator') };
    await expect(startUtilityVm({ engine: knowing, id: 'vm' })).rejects.toMatchObject({
      cause: { message: 'not an administrator' },
    });
  });

  test('an explanation that fails leaves the failure as it is', async () => {
    const { engine } = guarded(kernel);
    const explain = async (): Promise<never> => {
      throw new Error('of the explanation');
    };
    await using unknowing: Engine = { ...engine, explain };
    await expect(startUtilityVm({ engine: unknowing, id: 'vm' })).rejects.toMatchObject({
      cause: { message: 'no rights' },
    });
  });
});

describe('access that is taken back', () => {
  test('waits for a grant that is under way, and leaves alone what was never granted', async () => {
    const { engine, grants, journal } = guarded(initrd);
    let finish: () => void = () => undefined;
    const slow: FileGrants = {
      grant: async (id, file) => {
        if (file === kernel) await new Promise<void>((resolve) => (finish = resolve));
        await engine.fileAccess?.grant(id, file);
      },
      revoke: async (id, file) => engine.fileAccess?.revoke(id, file),
    };
    await using _ = engine;
    const caller = new AbortController();
    const starting = startUtilityVm({
      engine: { ...engine, fileAccess: slow },
      id: 'vm',
      signal: caller.signal,
      onStep: ({ step }) => {
        if (step !== 'create') return;
        setImmediate(() => {
          caller.abort();
          setImmediate(() => finish());
        });
      },
    });
    await expect(starting).rejects.toMatchObject({ code: 'UVM_BOOT_FAILED', data: { step: 'grant access' } });
    expect([...grants]).toEqual([]);
    expect(journal).toEqual([`grant ${kernel} to vm`, `revoke ${kernel} from vm`]);
  });

  test('tells of every file that it could not be taken back from', async () => {
    const { engine } = guarded();
    const stubborn: FileGrants = {
      grant: async () => undefined,
      revoke: async (_id, file) => {
        throw new Error(`no rights on ${file}`);
      },
    };
    await using _ = engine;
    const vm = await startUtilityVm({ engine: { ...engine, fileAccess: stubborn }, id: 'vm' });
    const failure = (await Promise.resolve(vm[Symbol.asyncDispose]()).catch(
      (error: unknown) => error,
    )) as AggregateError;
    const told = (failure.errors as AggregateError[]).flatMap(({ errors }) => errors as Error[]);
    expect(told.map(({ message }) => message)).toEqual([`no rights on ${kernel}`, `no rights on ${initrd}`]);
  });
});

describe('the files of a document', () => {
  test('are all that the VM opens, each once', () => {
    const document: Document = {
      VirtualMachine: {
        Chipset: { LinuxKernelDirect: { KernelFilePath: 'C:\\k', InitRdPath: 'C:\\i' } },
        GuestState: { GuestStateFilePath: 'C:\\s.vmgs' },
        Devices: {
          Scsi: {
            a: {
              Attachments: {
                '0': { Type: 'VirtualDisk', Path: 'C:\\d.vhdx' },
                '1': { Type: 'Iso', Path: 'C:\\d.iso' },
                '2': { Type: 'PassThru', Path: '\\\\.\\PHYSICALDRIVE3' },
              },
            },
            b: { Attachments: { '0': { Type: 'VirtualDisk', Path: 'C:\\d.vhdx' } } },
          },
          VirtualPMem: { Devices: { '0': { HostPath: 'C:\\root.vhd' } } },
        },
      },
    };
    expect(documentFiles(document)).toEqual([
      'C:\\k',
      'C:\\i',
      'C:\\s.vmgs',
      'C:\\d.vhdx',
      'C:\\d.iso',
      'C:\\root.vhd',
    ]);
  });

  test('a document without a virtual machine has none', () => {
    expect(documentFiles({})).toEqual([]);
  });
});
