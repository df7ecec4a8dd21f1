import type { TestRunner } from '@uvmkit/hcs/contract';

/** What became of one test: nothing, or why it failed. */
export interface Outcome {
  /** The names of the groups around the test, outermost first, and its own. */
  readonly path: readonly string[];
  readonly failure?: unknown;
}

/** Runs what a suite registers, one test after the other, and reports instead of failing. */
export const collectOutcomes = async (
  register: (runner: TestRunner) => void,
  isWanted: (path: readonly string[]) => boolean,
): Promise<readonly Outcome[]> => {
  const tests: { readonly path: readonly string[]; readonly body: () => Promise<void> }[] = [];
  let groups: readonly string[] = [];
  register({
    expect,
    describe(name, body) {
      const outer = groups;
      groups = [...outer, name];
      body();
      groups = outer;
    },
    test: (name, body) => void tests.push({ path: [...groups, name], body }),
  });
  const outcomes: Outcome[] = [];
  for (const { path, body } of tests.filter((one) => isWanted(one.path))) {
    outcomes.push(
      await body().then(
        () => ({ path }),
        (failure: unknown) => ({ path, failure }),
      ),
    );
  }
  return outcomes;
};
