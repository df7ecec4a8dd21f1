// Speed and memory of the native host against the stand-in library: on Linux with its Linux build, under Wine with
// UVMKIT_STAND_IN naming the DLL. Exit status 1 if a target is missed.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createNativeHost } from '@uvmkit/native-hcs';
import koffi from 'koffi';

const standIn =
  process.env.UVMKIT_STAND_IN ??
  execFileSync(
    process.execPath,
    [
      fileURLToPath(new URL('../../../tools/windows/build-stand-in.mjs', import.meta.url)),
      '--target',
      'linux',
    ],
    { encoding: 'utf8' },
  )
    .trim()
    .split('\n')[0];

const control = koffi.load(standIn);
const count = control.func('StandInCount', 'int64_t', ['str16']);
const emit = control.func('StandInEmit', 'void', ['str16', 'int32_t', 'str16', 'uint32_t']);
const reset = control.func('StandInReset', 'void', []);

const libraries = Object.fromEntries(
  ['computecore', 'computenetwork', 'computestorage', 'kernel32', 'ole32', 'ws2_32'].map((name) => [
    name,
    standIn,
  ]),
);
const document = { Owner: 'bench', SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: {} };

const report = (name, value, holds, target) => {
  console.log(`${name.padEnd(58)} ${value.padStart(14)}  ${holds ? 'holds' : 'MISSED'} (${target})`);
  if (!holds) process.exitCode = 1;
};

/** The best of a few rounds, in calls a second. */
const rate = async (rounds, calls, round) => {
  let best = 0;
  for (let i = 0; i < rounds; i += 1) {
    const start = performance.now();
    await round(calls);
    best = Math.max(best, (calls / (performance.now() - start)) * 1000);
  }
  return best;
};

/** Systems that are asked, and that tell their events, at a time: each tells its own one after the other. */
const SYSTEMS = 8;
const CALLERS = 64;

reset();
const host = createNativeHost({ libraries });
const systems = await Promise.all(
  Array.from({ length: SYSTEMS }, (_, number) => host.create(`bench-${number}`, document)),
);

const properties = await rate(5, 20_000, async (calls) => {
  let left = calls;
  const caller = async (_, number) => {
    const system = systems[number % SYSTEMS];
    while (left-- > 0) await system.properties();
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
});
report('property calls a second', properties.toFixed(0), properties >= 20_000, '>= 20,000');

const CRASH_REPORT = 3;
const hearAll = (system, calls) =>
  new Promise((resolve) => {
    let heard = 0;
    const subscription = system.subscribe(() => {
      heard += 1;
      if (heard < calls) return;
      subscription[Symbol.dispose]();
      resolve();
    });
    emit(system.id, CRASH_REPORT, '{"SystemId":"bench","Status":0}', calls);
  });
const events = await rate(5, 80_000, (calls) =>
  Promise.all(systems.map((system) => hearAll(system, calls / SYSTEMS))),
);
report(`events of ${SYSTEMS} systems a second`, events.toFixed(0), events >= 50_000, '>= 50,000');
const eventsOfOne = await rate(1, 10_000, (calls) => hearAll(systems[0], calls));
console.log(`${'events of one system a second'.padEnd(58)} ${eventsOfOne.toFixed(0).padStart(14)}`);

const cycle = async (number) => {
  const one = await host.create(`cycle-${number}`, document);
  const listener = await one.listen(1);
  await one.start();
  await listener.close();
  await one.terminate();
  await one.close();
};
const CYCLES = 10_000;
const cycles = async (from, to) => {
  for (let number = from; number < to; number += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, i) => cycle(number + i)));
  }
};
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const settledHeap = () => {
  for (let i = 0; i < 4; i += 1) collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

await cycles(0, 1000);
const before = { heap: settledHeap(), handles: Number(count('systemHandles')) };
const start = performance.now();
await cycles(1000, CYCLES + 1000);
const seconds = (performance.now() - start) / 1000;
const after = { heap: settledHeap(), handles: Number(count('systemHandles')) };
const left = ['operations', 'documents', 'sockets', 'waits', 'badFrees', 'badHandles'].map((what) => [
  what,
  Number(count(what)),
]);

report(
  `handles after ${CYCLES} create/listen/start/terminate cycles (${(CYCLES / seconds).toFixed(0)}/s)`,
  `+${after.handles - before.handles}`,
  after.handles === before.handles && host.handleCounts.opened - host.handleCounts.closed === SYSTEMS,
  'no growth',
);
for (const [what, number] of left) report(`${what} left in the service`, String(number), number === 0, '0');
report(
  'heap growth meanwhile, MiB',
  (after.heap - before.heap).toFixed(2),
  after.heap - before.heap < 1,
  '< 1',
);

await host.close();
