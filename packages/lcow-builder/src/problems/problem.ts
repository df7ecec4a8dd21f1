/** One thing that keeps a document from being built. */
export interface Problem {
  /** The option, as in `assignedDevices[2].virtualFunctionIndex`; or `host.…` for what the host answered. */
  readonly path: string;
  /** A stable name of the broken rule, for programs. */
  readonly rule: string;
  /** What is there. */
  readonly value: unknown;
  /** What is wrong, in words. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The reference client's text, when it has the same check. */
  readonly reference?: string;
}

/** `hcsshim` reproduces the reference client, its quirks and its first error included; the default is the sane way. */
export type Compat = 'hcsshim';

/**
 * What to report: everything, or under `hcsshim` what the reference would have stopped at. Checks run in the reference's
 * order, so that is the first problem that the reference knows.
 */
export const reported = (problems: readonly Problem[], compat: Compat | undefined): readonly Problem[] =>
  compat === undefined ? problems : problems.filter(({ reference }) => reference !== undefined).slice(0, 1);
