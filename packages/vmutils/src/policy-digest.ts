import { createHash } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import { errors } from './errors.js';

/**
 * SHA-256 of a confidential container's security policy: what the VM is launched with, and what its hardware attests.
 *
 * @param policy standard base64 with padding; line ends are ignored. The empty policy has a digest too.
 * @throws UVM_POLICY_BASE64 with the `index` of the offending byte
 */
export const securityPolicyDigest = (policy: string | Uint8Array): Buffer => {
  const decoded = decodeBase64(policy);
  if ('badByte' in decoded) {
    throw errors.UVM_POLICY_BASE64(`It is not at byte ${decoded.badByte}.`, { index: decoded.badByte });
  }
  return createHash('sha256').update(decoded.bytes).digest();
};
