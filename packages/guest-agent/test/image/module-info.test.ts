import fc from 'fast-check';
import { readModuleInfo } from '../../src/image/module-info.js';
import { elfObject, kernelModule } from './elf-object.js';

describe('readModuleInfo', () => {
  test('reads name, dependencies, and those that should come before', () => {
    const module = kernelModule({
      license: 'GPL',
      depends: 'virtio-ring,virtio',
      softdep: 'pre: crc32c-generic sha256 post: late',
      name: 'ext4',
    });
    expect(readModuleInfo(module, 'ext4.ko')).toEqual({
      name: 'ext4',
      machine: 62,
      depends: ['virtio_ring', 'virtio'],
      softDepends: ['crc32c_generic', 'sha256'],
    });
  });

  test('a module that needs nothing says so with an empty value', () => {
    expect(readModuleInfo(kernelModule({ depends: '', name: 'crc' }), 'crc.ko').depends).toEqual([]);
  });

  test.each<[string, Buffer]>([
    ['an empty file', Buffer.alloc(0)],
    ['text', Buffer.from('#!/bin/sh\necho not a module at all, but longer than a header of 64 bytes\n')],
    ['an object without the section', elfObject({ '.text': 'code' })],
    ['a module cut short', kernelModule({ name: 'x' }).subarray(0, 100)],
  ])('%s is no module', (_, content) => {
    expect(() => readModuleInfo(content, 'x.ko')).toThrow(
      expect.objectContaining({ code: 'UVM_IMAGE_KERNEL_MODULE' }),
    );
  });

  test('mutated modules are read or refused, and nothing else happens', () => {
    const module = kernelModule({ depends: 'a,b', name: 'x' });
    fc.assert(
      fc.property(fc.nat(module.length - 1), fc.nat(255), (at, byte) => {
        const mutated = Buffer.from(module);
        mutated.writeUInt8(byte, at);
        try {
          readModuleInfo(mutated, 'x.ko');
        } catch (error) {
          expect(error).toMatchObject({ code: 'UVM_IMAGE_KERNEL_MODULE' });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
