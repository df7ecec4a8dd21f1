import type { Built } from './document/build-lcow-document.js';
import type { PreparingHost } from './host/host-files.js';
import type { VerifyOptions } from './verify/verify-lcow-options.js';
import { buildConfidentialWcowDocument } from './wcow/build-confidential-wcow-document.js';
import { buildWcowDocument, type WcowBookkeeping } from './wcow/build-wcow-document.js';
import { verifyWcowOptions } from './wcow/verify-wcow-options.js';
import type { WcowOptions } from './wcow/wcow-options.js';

/**
 * Everything up to the call that creates a Windows VM: an id if there is none, the check of the options, the ordinary
 * or, with `securityPolicyEnabled`, the confidential document.
 */
export const prepareWcow = async (
  given: WcowOptions,
  host: PreparingHost,
  { compat }: VerifyOptions = {},
): Promise<Built<WcowBookkeeping & { readonly id: string }>> => {
  const options = given.id === '' ? { ...given, id: host.newGuid() } : given;
  const [refused] = compat === undefined ? [] : verifyWcowOptions(options, { compat });
  if (refused !== undefined)
    return {
      ok: false,
      problems: [{ ...refused, reference: `UVM options incorrect: ${refused.reference}` }],
    };

  const build = options.securityPolicyEnabled ? buildConfidentialWcowDocument : buildWcowDocument;
  const built = await build(options, host, compat === undefined ? {} : { compat });
  if (built.ok) return { ...built, bookkeeping: { ...built.bookkeeping, id: options.id } };
  return {
    ok: false,
    problems: built.problems.map((problem) => ({
      ...problem,
      ...(problem.reference && { reference: `error in preparing config doc: ${problem.reference}` }),
    })),
  };
};
