import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import { reported, type Compat, type Problem } from '../problems/problem.js';
import { checkedOptions } from './checked-options.js';
import { lcowOptionProblems } from './lcow-option-problems.js';

export interface VerifyOptions {
  readonly compat?: Compat;
}

/**
 * What is wrong with the options on this host, before any file is looked at: every problem, or under `compat` the first
 * one of the reference. Nothing is wrong when the list is empty.
 */
export const verifyLcowOptions = (
  options: LcowOptions,
  host: BuilderHost,
  { compat }: VerifyOptions = {},
): readonly Problem[] =>
  compat === undefined
    ? checkedOptions(options, host, compat).problems
    : reported(lcowOptionProblems(options, host), compat);
