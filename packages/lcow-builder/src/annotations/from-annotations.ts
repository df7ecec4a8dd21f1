import type { LcowOptions } from '../options/lcow-options.js';
import type { Problem } from '../problems/problem.js';
import type { AnnotationRule } from './annotation-rule.js';
import type { AnnotationValues } from './annotation-values.js';
import type { Draft, ImpliedChange } from './draft.js';

export interface AnnotationOptions {
  /**
   * Does what the reference does: what it cannot read leaves the option as it is, what it does not know is passed over,
   * and options are not checked. What was left is reported; what the reference refuses stays a problem.
   */
  readonly lenient?: boolean;
}

/** Options with the wishes of a pod, or everything that is wrong with those. */
export type FromAnnotations<Options = LcowOptions> =
  | {
      readonly ok: true;
      readonly options: Options;
      /** What annotations changed on the way, since it cannot be had otherwise. */
      readonly implied: readonly ImpliedChange<Options>[];
      /** With `lenient`: the annotations that were passed over. */
      readonly ignored: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The draft as a result.
 *
 * @param check what must not be wrong with options because of annotations
 */
export const finished = <Options extends object>(
  draft: Draft<Options>,
  { refused, passedOver }: AnnotationValues,
  isLenient: boolean,
  check: (options: Options) => readonly Problem[],
): FromAnnotations<Options> => {
  const problems = [...refused, ...(isLenient ? [] : passedOver), ...draft.problems(check)];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, options: draft.options, implied: draft.implied, ignored: passedOver };
};

/** Pinned memory for everything that can have it. */
export const applyPhysicalBacking = <
  Options extends { readonly allowOvercommit: boolean; readonly fullyPhysicallyBacked: boolean },
>(
  draft: Draft<Options>,
  rule: AnnotationRule<Options>,
  consequences: Partial<Options>,
): void => {
  draft.apply([rule]);
  if (draft.options.fullyPhysicallyBacked) draft.imply(rule, consequences);
};
