import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultBootFilesPath, parseReferenceInfo, windowsPath } from '../src/index.js';
import { cases, plain, recorder, type RecordedLog } from './fixture.js';

test.each(
  cases<{
    id: string;
    input: { arg0: string; local: string; program_files: string | null };
    expect: { path: string; used_local: boolean };
  }>('boot-files-path.jsonl'),
)('$id', ({ input, expect: expected }) => {
  const asked: string[] = [];
  const path = defaultBootFilesPath({
    argv0: input.arg0,
    programFiles: input.program_files ?? undefined,
    exists: (candidate) => {
      asked.push(candidate);
      return input.local !== 'none';
    },
  });
  expect(path).toBe(expected.path);
  expect(path === asked[0]).toBe(expected.used_local);
});

describe('Windows paths', () => {
  test.each([
    ['', '.'],
    ['a/b//c/./d/..', 'a\\b\\c'],
    ['..\\..\\a', '..\\..\\a'],
    ['\\..\\a', '\\a'],
    ['C:', 'C:.'],
    ['c:\\..', 'c:\\'],
    ['\\\\server\\share\\a\\..\\..', '\\\\server\\share\\'],
    ['\\\\server\\share', '\\\\server\\share'],
    ['//./UNC/server/share/x/..', '\\\\.\\UNC\\server\\share\\'],
    ['\\\\?\\C:\\a\\..', '\\\\?\\C:\\'],
    ['a\\..\\C:x', '.\\C:x'],
    ['\\a\\..\\??\\c', '\\.\\??\\c'],
  ])('%s is cleaned to %s', (path, cleaned) => expect(windowsPath.clean(path)).toBe(cleaned));

  test('a drive without a folder stays relative', () => {
    expect(windowsPath.join('C:', 'x')).toBe('C:x');
    expect(windowsPath.join('C:', '\\x')).toBe('C:\\x');
  });

  test('joining never makes a share or a device out of its parts', () => {
    expect(windowsPath.join('\\', '\\server', 'share')).toBe('\\server\\share');
    expect(windowsPath.join('\\', '??\\a')).toBe('\\.\\??\\a');
    expect(windowsPath.join('', '')).toBe('');
  });

  test.each([
    ['C:\\a\\b', 'C:\\a'],
    ['C:a', 'C:.'],
    ['\\\\server\\share\\a', '\\\\server\\share\\'],
    ['\\\\server\\share', '\\\\server\\share'],
    ['a', '.'],
  ])('the folder of %s is %s', (path, folder) => expect(windowsPath.dirname(path)).toBe(folder));
});

interface ReferenceCase {
  id: string;
  input: {
    dirs: string[];
    files_base64: Record<string, string>;
    log_level: string;
    reference_name: string;
    reference_root: string;
  };
  expect: { result: string; logs: RecordedLog[]; error_path?: string };
}

describe('reference info', () => {
  const ROOT = 'C:\\root';

  /** A disk with Windows' rules: no case in names, no blanks at their ends, and a missing file is `ENOENT`. */
  const windowsDisk = ({ files_base64: files, dirs }: ReferenceCase['input']) => {
    const key = (path: string): string =>
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
    return async (path: string): Promise<Buffer> => {
      const found = contents.get(key(path));
      if (found) return found;
      const code = path.includes('\0')
        ? 'ERR_INVALID_ARG_VALUE'
        : folders.has(key(path))
          ? 'EISDIR'
          : 'ENOENT';
      throw Object.assign(new Error(code), { code });
    };
  };

  test.each(cases<ReferenceCase>('reference-info.jsonl'))('$id', async ({ input, expect: expected }) => {
    const { logs, logger } = recorder(input.log_level);
    const named = (text: string): string => text.replaceAll('{root}', ROOT);
    const reading = parseReferenceInfo(named(input.reference_root), input.reference_name, {
      logger,
      read: windowsDisk(input),
      platform: 'win32',
    });
    if (expected.error_path === undefined) {
      expect(await reading).toBe(expected.result);
    } else {
      await expect(reading).rejects.toMatchObject({
        code: 'UVM_REFERENCE_INFO',
        data: { path: named(expected.error_path) },
      });
    }
    expect(JSON.stringify(logs)).toBe(
      JSON.stringify(expected.logs.map(plain)).replaceAll('{root}', 'C:\\\\root'),
    );
  });

  test('reads from this disk by default', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'uvmkit-'));
    try {
      await writeFile(join(folder, 'info'), 'abc');
      await mkdir(join(folder, 'sub'));
      expect(await parseReferenceInfo(folder, 'info')).toBe('YWJj');
      expect(await parseReferenceInfo(join(folder, 'missing'), '../info')).toBe('YWJj');
      expect(await parseReferenceInfo(folder, 'none')).toBe('');
      await expect(parseReferenceInfo(folder, 'sub')).rejects.toMatchObject({ code: 'UVM_REFERENCE_INFO' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
