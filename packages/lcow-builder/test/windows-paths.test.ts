import { posixPaths, windowsPaths } from '../src/index.js';

describe('Windows paths', () => {
  test.each([
    ['C:\\a\\b', 'C:\\a\\b'],
    ['C:/a/./b/../c/', 'C:\\a\\c'],
    ['C:\\..\\a', 'C:\\a'],
    ['C:', 'C:.'],
    ['C:a\\..\\..', 'C:..'],
    ['..\\a', '..\\a'],
    ['a\\..', '.'],
    ['', '.'],
    ['\\\\server\\share', '\\\\server\\share'],
    ['\\\\server\\share\\..\\a', '\\\\server\\share\\a'],
    ['\\\\?\\C:\\a\\..\\b', '\\\\?\\C:\\b'],
    ['a\\..\\c:', '.\\c:'],
    ['C:\\a\\.hidden', 'C:\\a\\.hidden'],
    ['C:\\a..b\\c', 'C:\\a..b\\c'],
  ])('%j is cleanly %j', (path, clean) => {
    expect(windowsPaths.clean(path)).toBe(clean);
    expect(windowsPaths.clean(clean)).toBe(clean);
  });

  test.each([
    [['C:\\a', 'b'], 'C:\\a\\b'],
    [['C:\\a\\', '\\b'], 'C:\\a\\b'],
    [['C:', 'a'], 'C:a'],
    [['', 'a'], 'a'],
    [['', ''], ''],
    [['C:\\a', '..\\b'], 'C:\\b'],
    [['\\', '??\\c:'], '\\.\\??\\c:'],
  ])('%j joined is %j', (parts, joined) => {
    expect(windowsPaths.join(...parts)).toBe(joined);
  });

  test.each([
    ['a', 'C:\\here\\a'],
    ['.', 'C:\\here'],
    ['', 'C:\\here'],
    ['\\a', 'C:\\a'],
    ['c:a', 'C:\\here\\a'],
    ['D:a', 'D:\\a'],
    ['D:/a', 'D:\\a'],
    ['\\\\?\\C:\\a', '\\\\?\\C:\\a'],
  ])('%j seen from C:\\here is %j', (path, absolute) => {
    expect(windowsPaths.absolute(path, 'C:\\here')).toBe(absolute);
  });

  test('names compare without case, one character each', () => {
    expect(windowsPaths.same('C:\\ÜNÏ', 'c:\\ünï')).toBe(true);
    expect(windowsPaths.same('C:\\ss', 'C:\\ß')).toBe(false);
  });

  test('folder, base and extension', () => {
    expect(windowsPaths.folder('C:\\a\\b.exe')).toBe('C:\\a');
    expect(windowsPaths.folder('b.exe')).toBe('.');
    expect(windowsPaths.base('C:\\a\\')).toBe('a');
    expect(windowsPaths.base('C:\\')).toBe('\\');
    expect(windowsPaths.extension('C:\\a.b\\c')).toBe('');
    expect(windowsPaths.extension('a.VHDX')).toBe('.VHDX');
  });
});

test('POSIX paths', () => {
  expect(posixPaths.join('/a/', '../b', '')).toBe('/b');
  expect(posixPaths.join('', '')).toBe('');
  expect(posixPaths.absolute('b/', '/a')).toBe('/a/b');
  expect(posixPaths.same('/a', '/A')).toBe(false);
  expect([posixPaths.folder('/a/b'), posixPaths.folder('b'), posixPaths.folder('/b')]).toEqual([
    '/a',
    '.',
    '/',
  ]);
  expect([posixPaths.base('/a/b'), posixPaths.extension('/a.x/b.vhd')]).toEqual(['b', '.vhd']);
});
