import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Compat } from '../problems/problem.js';
import { checkShape, type Shaped } from '../shape/check-shape.js';
import { lcowOptionShape } from '../shape/option-kinds.js';
import { lcowOptionProblems } from './lcow-option-problems.js';

/** Options that are safe to build from, with all that is wrong with the given ones. Under `compat` they are taken as is. */
export const checkedOptions = (
  given: LcowOptions,
  host: BuilderHost,
  compat: Compat | undefined,
): Shaped<LcowOptions> => {
  if (compat !== undefined) return { options: given, problems: [] };
  const { options, problems } = checkShape(given, lcowOptionShape);
  return { options, problems: [...problems, ...lcowOptionProblems(options, host)] };
};
