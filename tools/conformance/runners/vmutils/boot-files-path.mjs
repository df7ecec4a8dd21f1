import { defaultBootFilesPath, windowsPath } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';

export const run = ({ input, expect }) => {
  let asked;
  const path = defaultBootFilesPath({
    argv0: input.arg0,
    programFiles: input.program_files ?? undefined,
    exists: (candidate) => {
      asked = candidate;
      return input.local !== 'none';
    },
  });
  const beside = windowsPath.join(windowsPath.dirname(input.arg0), 'LinuxBootFiles');
  return (
    differenceBetween({ path, used_local: path === beside }, expect) ??
    (asked === beside ? undefined : `looked for ${asked}`)
  );
};
