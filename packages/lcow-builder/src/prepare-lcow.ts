import type { ComputeSystem } from '@uvmkit/hcs-schema';
import {
  buildConfidentialLcowDocument,
  type ConfidentialBookkeeping,
} from './confidential/build-confidential-lcow-document.js';
import { removeAll } from './confidential/copy-boot-files.js';
import { buildLcowDocument, type LcowBookkeeping } from './document/build-lcow-document.js';
import type { PreparingHost } from './host/host-files.js';
import type { LcowOptions } from './options/lcow-options.js';
import type { Compat, Problem } from './problems/problem.js';
import { verifyLcowOptions, type VerifyOptions } from './verify/verify-lcow-options.js';

/** A VM that is ready to be created, or why it cannot be. */
export type PreparedLcow =
  | {
      readonly ok: true;
      /** The options' id, or a new GUID. */
      readonly id: string;
      readonly document: ComputeSystem;
      readonly bookkeeping: LcowBookkeeping | ConfidentialBookkeeping;
      /** Removes the files made for the VM; to be called when its creation fails. */
      readonly discard: () => Promise<void>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Everything up to the call that creates the VM: an id if there is none, the check of the options, the ordinary or,
 * with a guest state file, the confidential document.
 */
export const prepareLcow = async (
  given: LcowOptions,
  host: PreparingHost,
  { compat }: VerifyOptions = {},
): Promise<PreparedLcow> => {
  const options = given.id === '' ? { ...given, id: host.newGuid() } : given;
  const [refused] = compat === undefined ? [] : verifyLcowOptions(options, host, { compat });
  if (refused !== undefined) return { ok: false, problems: [asCreationProblem(refused)] };

  const build = compat === undefined ? {} : { compat };
  if (options.guestStateFilePath === '') {
    const built = buildLcowDocument(options, host, build);
    return built.ok ? { ...built, id: options.id, discard: () => Promise.resolve() } : built;
  }
  const built = await buildConfidentialLcowDocument(options, host, build);
  if (!built.ok) return built;
  const doomed = filesToDiscard(options, built.bookkeeping, compat);
  return { ...built, id: options.id, discard: () => removeAll(host.files, doomed) };
};

const asCreationProblem = (problem: Problem): Problem => ({
  ...problem,
  reference: `UVM options incorrect: ${problem.reference ?? problem.message}`,
});

/** The reference forgets the copy of the root file system, and without a policy the guest state too. */
const filesToDiscard = (
  { securityPolicyEnabled }: LcowOptions,
  { copies }: ConfidentialBookkeeping,
  compat: Compat | undefined,
): readonly string[] => {
  if (compat === undefined) return [copies.guestState, copies.root];
  return securityPolicyEnabled ? [copies.guestState] : [];
};
