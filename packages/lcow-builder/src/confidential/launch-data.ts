import { securityPolicyDigest, UvmError } from '@uvmkit/vmutils';
import type { Problem } from '../problems/problem.js';

/** The digest of the security policy that the hardware attests, as base64. */
export const launchData = (policy: string): string | Problem => {
  try {
    return securityPolicyDigest(policy).toString('base64');
  } catch (error) {
    if (!(error instanceof UvmError)) throw error;
    return {
      path: 'securityPolicy',
      rule: 'policy-base64',
      value: policy,
      message: error.message,
      remedy: error.remedy,
      reference: `failed to decode base64 security policy: illegal base64 data at input byte ${String(error.data['index'])}`,
    };
  }
};
