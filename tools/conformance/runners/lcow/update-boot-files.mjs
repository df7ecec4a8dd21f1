import { updateBootFilesPath } from '@uvmkit/lcow-builder';
import { caseHost, difference, firstOf, lcowOptions } from '../../lib/lcow.mjs';

export const run = ({ host, options, calls, expect }) => {
  let current = lcowOptions(options);
  return firstOf(
    ...calls.map((path, step) => {
      current = updateBootFilesPath(current, path, caseHost(host));
      const { bootFilesPath, kernelFile, kernelDirect, rootFsFile, preferredRootFsType } = current;
      const got = { bootFilesPath, kernelFile, kernelDirect, rootFsFile, preferredRootFsType };
      const all = lcowOptions(expect.steps[step]);
      const wanted = Object.fromEntries(Object.keys(got).map((name) => [name, all[name]]));
      return difference(`call ${step} with ${path}`, got, wanted);
    }),
  );
};
