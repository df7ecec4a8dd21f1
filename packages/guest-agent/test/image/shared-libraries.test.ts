import { parseLdd } from '../../src/image/shared-libraries.js';

test('libraries and the loader are files of this machine, the kernel page is not', () => {
  const text = `\tlinux-vdso.so.1 (0x00007f00919f2000)
\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f00918fb000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f00919f4000)
`;
  expect(parseLdd(text, 'node')).toEqual(['/lib/x86_64-linux-gnu/libm.so.6', '/lib64/ld-linux-x86-64.so.2']);
});

test('a static program needs none', () => expect(parseLdd('\tstatically linked\n', 'busybox')).toEqual([]));

test('a library that is not here is named', () => {
  expect(() => parseLdd('\tlibmagic.so.1 => not found\n', 'node')).toThrow(
    expect.objectContaining({
      code: 'UVM_IMAGE_SOURCE',
      data: { program: 'node', missing: 'libmagic.so.1' },
    }),
  );
});
