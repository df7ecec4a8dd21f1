import { securityPolicyDigest } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';

const PREFIX = 'failed to decode base64 security policy: illegal base64 data at input byte ';

export const run = ({ input, expect }) => {
  // The policy is text; bytes that are not UTF-8 keep their positions as Latin-1 letters would not.
  const policy = input.policy ?? Buffer.from(input.policy_base64, 'base64');
  try {
    return differenceBetween(
      { digest_hex: securityPolicyDigest(policy).toString('hex'), error: null },
      expect,
    );
  } catch (error) {
    if (error.code !== 'UVM_POLICY_BASE64') throw error;
    return differenceBetween({ digest_hex: null, error: `${PREFIX}${error.data.index}` }, expect);
  }
};
