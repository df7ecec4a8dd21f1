import { type ProcessLauncher, systemClock } from '../src/index.js';
import { rehearse } from '../src/linux/rehearse.js';

describe('rehearse', () => {
  test('starts a process with its streams, sees its end, and comes to an end itself', async () => {
    const launched: string[][] = [];
    const launcher: ProcessLauncher = {
      async launch({ args, stdout, stderr }) {
        launched.push([...args]);
        for (const stream of [stdout, stderr]) stream?.resume().end();
        return { pid: 7, exited: Promise.resolve(0) };
      },
    };
    await rehearse(launcher, systemClock);
    await rehearse(launcher, systemClock);
    expect(launched).toEqual([['true'], ['true']]);
  });

  test('ends even where no process can be started', async () => {
    const launcher: ProcessLauncher = { launch: () => Promise.reject(new Error('no programs')) };
    await rehearse(launcher, systemClock);
  });
});
