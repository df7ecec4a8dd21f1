import { setTimeout as delay } from 'node:timers/promises';
import { runSteps, type Step } from '../src/boot/run-steps.js';
import { createWatch } from '../src/boot/watch.js';

const generous = { stallMs: 60_000, deadlineMs: 60_000 };

const journalling = (names: readonly string[], journal: string[], failing?: string): readonly Step<null>[] =>
  names.map((name) => ({
    name,
    async run() {
      journal.push(name);
      if (name === failing) throw new Error(`${name} broke`);
    },
    async undo() {
      journal.push(`undo ${name}`);
    },
  }));

describe('runSteps', () => {
  test('runs in order, tells what each step took, and undoes in reverse once', async () => {
    using watch = createWatch(generous);
    const journal: string[] = [];
    let now = 0;
    const heard: string[] = [];
    const run = await runSteps(journalling(['a', 'b'], journal), null, {
      watch,
      now: () => (now += 10),
      onStep: ({ step }) => heard.push(step),
    });
    expect(run.timeline).toEqual([
      { step: 'a', startedMs: 10, durationMs: 10 },
      { step: 'b', startedMs: 30, durationMs: 10 },
    ]);
    expect(heard).toEqual(['a', 'b']);
    await Promise.all([run.undo(), run.undo()]);
    expect(journal).toEqual(['a', 'b', 'undo b', 'undo a']);
  });

  test.each(['a', 'b', 'c'])(
    'a failure in step %s undoes it and all before it, and nothing else',
    async (failing) => {
      using watch = createWatch(generous);
      const journal: string[] = [];
      const names = ['a', 'b', 'c'];
      const begun = names.slice(0, names.indexOf(failing) + 1);
      const failure = runSteps(journalling(names, journal, failing), null, {
        watch,
        now: () => 0,
        evidence: () => ({ console: ['last words'] }),
      });
      await expect(failure).rejects.toMatchObject({
        code: 'UVM_BOOT_FAILED',
        data: { step: failing, console: ['last words'] },
        cause: { message: `${failing} broke` },
      });
      expect(journal).toEqual([...begun, ...[...begun].reverse().map((name) => `undo ${name}`)]);
    },
  );

  test('an undo that fails does not stop the others, and is reported beside the failure', async () => {
    using watch = createWatch(generous);
    const journal: string[] = [];
    const [first, second] = journalling(['a', 'b'], journal, 'b');
    const stubborn = { ...(second as Step<null>), undo: () => Promise.reject(new Error('stays')) };
    await expect(
      runSteps([first as Step<null>, stubborn], null, { watch, now: () => 0 }),
    ).rejects.toMatchObject({
      cause: { message: 'b broke' },
      data: { leftBehind: ['stays'] },
    });
    expect(journal).toEqual(['a', 'b', 'undo a']);
  });

  test('a step that is given up is undone only after it noticed', async () => {
    const caller = new AbortController();
    using watch = createWatch({ ...generous, signal: caller.signal });
    const journal: string[] = [];
    const slow: Step<null> = {
      name: 'slow',
      async run(_, signal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await delay(5);
        journal.push('noticed');
      },
      async undo() {
        journal.push('undone');
      },
    };
    const failure = runSteps([slow], null, { watch, now: () => 0 });
    caller.abort();
    await expect(failure).rejects.toMatchObject({ cause: { code: 'UVM_BOOT_CANCELLED' } });
    expect(journal).toEqual(['noticed', 'undone']);
  });
});
