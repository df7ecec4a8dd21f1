import { systemFolder } from '../src/calls/system-folder.js';
import { nativeFunction } from './support/native-function.js';

const answering = (path: string, length: number) => ({
  GetSystemDirectoryW: nativeFunction((room: Uint8Array | null) => {
    Buffer.from(path, 'utf16le').copy(room ?? Buffer.alloc(0));
    return length;
  }),
  GetLastError: nativeFunction(() => 1450),
});

test('the system folder is as long as Windows says', () => {
  expect(systemFolder(answering('C:\\Windows\\system32\0junk', 19))).toBe('C:\\Windows\\system32');
});

test.each([
  ['fails', 0, { win32Error: 1450 }],
  ['needs more room', 261, { units: 261 }],
])('no library is loaded from nowhere when the call %s', (_, length, data) => {
  expect(() => systemFolder(answering('', length))).toThrow(
    expect.objectContaining({ code: 'UVM_NATIVE_LIBRARY_MISSING', data }),
  );
});
