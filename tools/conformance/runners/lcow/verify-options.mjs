import { verifyLcowOptions, verifyWcowOptions } from '@uvmkit/lcow-builder';
import { caseHost, lcowOptions } from '../../lib/lcow.mjs';
import { wcowOptions } from '../../lib/wcow.mjs';

const compat = 'hcsshim';
const verify = {
  verifyOptionsLCOW: (options, host) => verifyLcowOptions(lcowOptions(options), host, { compat }),
  verifyOptionsWCOW: (options) => verifyWcowOptions(wcowOptions(options), { compat }),
};

export const run = ({ op, host, options, expect }) => {
  const text = verify[op](options, caseHost(host))[0]?.reference;
  return text === expect.error ? undefined : `wanted ${expect.error ?? 'no problem'}\n  got    ${text}`;
};
