import { hcsError, hresults, type ComputeHost, type ComputeSystem } from '@uvmkit/hcs';
import type { UvmError } from '@uvmkit/vmutils';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Engine } from '../src/engine/engine.js';
import { simulatorEngine } from '../src/engine/simulator-engine.js';
import { startUtilityVm } from '../src/utility-vm.js';

/** The simulator's engine, with each system changed before anybody sees it. */
const engineWith = (change: (system: ComputeSystem) => void): Engine => {
  const engine = simulatorEngine();
  const host: ComputeHost = {
    properties: (...given) => engine.host.properties(...given),
    open: (...given) => engine.host.open(...given),
    enumerate: (...given) => engine.host.enumerate(...given),
    close: () => engine.host.close(),
    [Symbol.asyncDispose]: () => engine.host.close(),
    create: async (...given) => {
      const system = await engine.host.create(...given);
      change(system);
      return system;
    },
  };
  return { ...engine, host };
};

const isClosed = async (system: ComputeSystem | undefined): Promise<boolean> =>
  system !== undefined &&
  system.properties().then(
    () => false,
    (error: UvmError) => error.code === 'UVM_HCS_HANDLE_CLOSED',
  );

/** A system whose end answers with this HRESULT, after it has really ended. */
const endingWith = (hresult: number): { engine: Engine; system: () => ComputeSystem | undefined } => {
  let made: ComputeSystem | undefined;
  const engine = engineWith((system) => {
    made = system;
    const terminate = system.terminate.bind(system);
    system.terminate = async (wait) => {
      await terminate(wait);
      throw hcsError(hresult, { detail: 'termination.' });
    };
  });
  return { engine, system: () => made };
};

describe('the end of a utility VM', () => {
  test.each([hresults.HCS_E_SYSTEM_ALREADY_STOPPED, hresults.HCS_E_SYSTEM_NOT_FOUND])(
    'is an end also where the system was faster (%i)',
    async (hresult) => {
      const { engine, system } = endingWith(hresult);
      await using _ = engine;
      const vm = await startUtilityVm({ engine, id: 'vm' });
      await vm[Symbol.asyncDispose]();
      expect(await isClosed(system())).toBe(true);
    },
  );

  test('that fails is told, and the handle is closed all the same', async () => {
    const { engine, system } = endingWith(hresults.HCS_E_SERVICE_DISCONNECT);
    await using _ = engine;
    const vm = await startUtilityVm({ engine, id: 'vm' });
    await expect(vm[Symbol.asyncDispose]()).rejects.toMatchObject({
      errors: [{ code: 'UVM_HCS_SERVICE_DISCONNECTED' }],
    });
    expect(await isClosed(system())).toBe(true);
  });
});

describe('a connection of the guest that is reset before its step comes', () => {
  test('fails the start, and nothing else', async () => {
    const reset = new Error('reset by the guest');
    const streams: PassThrough[] = [];
    await using engine = engineWith((system) => {
      const listen = system.listen.bind(system);
      system.listen = async (port) => {
        const stream = new PassThrough();
        streams.push(stream);
        return { ...(await listen(port)), accept: async () => stream };
      };
      const start = system.start.bind(system);
      system.start = async (wait) => {
        await start(wait);
        for (const stream of streams) stream.destroy(reset);
        await turn();
      };
    });
    await expect(startUtilityVm({ engine, id: 'vm', stallMs: 500 })).rejects.toMatchObject({
      code: 'UVM_BOOT_FAILED',
    });
  });
});
