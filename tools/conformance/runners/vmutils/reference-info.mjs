import { parseReferenceInfo, windowsPath } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';
import { recordedLogs, typedAs } from '../../lib/recorded-logs.mjs';

const ROOT = 'C:\\corpus';

export const run = async ({ input, expect }) => {
  const { logs, logger } = recordedLogs(input.log_level, typedAs({}));
  const got = { logs, result: '' };
  try {
    got.result = await parseReferenceInfo(
      input.reference_root.replace('{root}', ROOT),
      input.reference_name,
      {
        logger,
        read: windowsFiles(input),
        platform: 'win32',
      },
    );
  } catch (error) {
    if (error.code !== 'UVM_REFERENCE_INFO') throw error;
    got.error_path = error.data.path;
  }
  const { logs: expectedLogs, result, error_path: errorPath } = expect;
  return differenceBetween(
    JSON.parse(JSON.stringify(got).replaceAll(JSON.stringify(ROOT).slice(1, -1), '{root}')),
    { logs: expectedLogs, result, ...(errorPath !== undefined && { error_path: errorPath }) },
  );
};

/** Files of a case on a disk with Windows' rules: no case in names, no blank at their end, missing is ENOENT. */
const windowsFiles = ({ files_base64: files, dirs }) => {
  const key = (path) =>
    windowsPath
      .clean(path)
      .toLowerCase()
      .replace(/[ .\\]+$/, '');
  const contents = new Map(
    Object.entries(files).map(([name, base64]) => [
      key(windowsPath.join(ROOT, name)),
      Buffer.from(base64, 'base64'),
    ]),
  );
  const folders = new Set([ROOT, ...dirs.map((name) => windowsPath.join(ROOT, name))].map(key));
  for (const path of contents.keys()) folders.add(key(windowsPath.dirname(path)));
  return async (path) => {
    if (path.includes('\0'))
      throw Object.assign(new Error('invalid name'), { code: 'ERR_INVALID_ARG_VALUE' });
    const found = contents.get(key(path));
    if (found) return found;
    const code = folders.has(key(path)) ? 'EISDIR' : 'ENOENT';
    throw Object.assign(new Error(code), { code });
  };
};
