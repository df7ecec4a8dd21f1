import { computeHostContract } from '@uvmkit/hcs/contract';
import { breakages, breakHost, type Breakage } from './broken-hosts.js';
import { collectOutcomes } from './collecting-runner.js';
import { emulatorHarness } from './emulator-harness.js';

/** The tests that fail when the host is broken in this way, of one part or those of one name. */
const failuresOf = async (
  breakage: Breakage,
  isWanted: (path: readonly string[]) => boolean,
): Promise<readonly string[]> => {
  const good = emulatorHarness({ name: 'broken', pause: true, deadlineMs: 1_000 });
  const outcomes = await collectOutcomes(
    (runner) =>
      computeHostContract(runner, {
        ...good,
        make: async () => breakHost(await good.make(), breakage),
      }),
    isWanted,
  );
  if (outcomes.length === 0) throw new Error('no test of the suite has this name');
  return outcomes.filter((outcome) => 'failure' in outcome).map(({ path }) => path.at(-1) ?? '');
};

describe('the contract suite', () => {
  test.each(breakages)('fails when %s', async (_, part, name, breakage) => {
    const isIt = (path: readonly string[]): boolean => path.at(-2) === part && path.at(-1) === name;
    expect(await failuresOf({}, isIt)).toEqual([]);
    expect(await failuresOf(breakage, isIt)).toEqual([name]);
  });
});
