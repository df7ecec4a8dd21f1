import { createHash } from 'node:crypto';
import type { Problem } from '../problems/problem.js';
import { decodeBase64 } from './base64.js';

/** The digest of the security policy that the hardware attests: base64 of the SHA-256 of the decoded policy. */
export const launchData = (policy: string): string | Problem => {
  const decoded = decodeBase64(policy);
  if ('illegalAt' in decoded)
    return {
      path: 'securityPolicy',
      rule: 'policy-base64',
      value: policy,
      message: `The security policy is not base64: byte ${decoded.illegalAt} should not be there.`,
      remedy: 'Encode the policy with the standard alphabet and padding.',
      reference: `failed to decode base64 security policy: illegal base64 data at input byte ${decoded.illegalAt}`,
    };
  return createHash('sha256').update(decoded.bytes).digest('base64');
};
