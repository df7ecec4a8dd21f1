import { defaultLcowOptions } from '@uvmkit/lcow-builder';
import { caseHost, difference, lcowOptions } from '../../lib/lcow.mjs';

export const run = ({ host, args, expect }) => {
  const wanted = JSON.parse(JSON.stringify(lcowOptions(expect.options), (_, value) => value ?? undefined));
  return difference('options', defaultLcowOptions(caseHost(host), args.id, args.owner), wanted);
};
