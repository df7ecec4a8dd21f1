import fc from 'fast-check';
import { decodeProcessEntry, processEntryBuffer } from '../src/facts/process-entry.js';
import { decodeMemoryCounters, memoryCountersBuffer } from '../src/facts/process-memory.js';
import { decodeOsVersion } from '../src/facts/os-version.js';
import { encodeSid, sidText, wellKnownSids } from '../src/facts/sid.js';

const versionRecord = (major: number, minor: number, build: number): Buffer => {
  const record = Buffer.alloc(284);
  [284, major, minor, build].forEach((number, index) => record.writeUInt32LE(number, 4 * index));
  return record;
};

describe('an OSVERSIONINFOEXW', () => {
  test('has major, minor and build at 4, 8 and 12', () => {
    expect(decodeOsVersion(versionRecord(10, 0, 26100))).toEqual({ major: 10, minor: 0, build: 26100 });
  });

  test('may lie anywhere in a larger memory', () => {
    const memory = new Uint8Array(400);
    memory.set(versionRecord(10, 0, 17763), 33);
    expect(decodeOsVersion(memory.subarray(33, 33 + 284))?.build).toBe(17763);
  });

  test.each([
    ['of another size', Buffer.alloc(276)],
    ['with a build above 16 bits', versionRecord(10, 0, 0x1_0000)],
    ['with a major version above 8 bits', versionRecord(0x100, 0, 1)],
    ['with a minor version above 8 bits', versionRecord(10, 0x100, 1)],
  ])('%s is none', (_what, record) => {
    expect(decodeOsVersion(record)).toBeUndefined();
  });
});

describe('a PROCESSENTRY32W', () => {
  test('says its own size before it is filled', () => {
    const entry = processEntryBuffer();
    expect(entry.length).toBe(568);
    expect(entry.readUInt32LE()).toBe(568);
  });

  test('has the process id at 8 and the name at 44, up to its NUL', () => {
    const name = fc.string({ unit: fc.constantFrom('v', 'M', 'é', '虛', '.', ' '), maxLength: 259 });
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), name, (pid, text) => {
        const entry = processEntryBuffer();
        entry.fill('z', 44);
        entry.writeUInt32LE(pid, 8);
        entry.write(`${text}\0`, 44, 'utf16le');
        expect(decodeProcessEntry(entry)).toEqual({ pid, name: text });
      }),
    );
  });

  test('a name without NUL ends with its field', () => {
    const entry = processEntryBuffer();
    entry.write('x'.repeat(262), 44, 'utf16le');
    expect(decodeProcessEntry(entry).name).toBe('x'.repeat(260));
  });
});

describe('a PROCESS_MEMORY_COUNTERS', () => {
  test.each([
    [0n, 0],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [2n ** 53n, 2n ** 53n],
    [2n ** 64n - 1n, 2n ** 64n - 1n],
  ])('keeps every digit of %p', (bytes, expected) => {
    const counters = memoryCountersBuffer();
    expect(counters.readUInt32LE()).toBe(72);
    counters.writeBigUInt64LE(bytes, 16);
    expect(decodeMemoryCounters(counters).workingSetBytes).toBe(expected);
  });

  test('has peak, working set and page file at 8, 16 and 56', () => {
    const counters = memoryCountersBuffer();
    counters.writeBigUInt64LE(3n, 8);
    counters.writeBigUInt64LE(2n, 16);
    counters.writeBigUInt64LE(1n, 56);
    expect(decodeMemoryCounters(counters)).toEqual({
      peakWorkingSetBytes: 3,
      workingSetBytes: 2,
      pagefileBytes: 1,
    });
  });
});

describe('a SID', () => {
  test('of a well-known group has the bytes of winnt.h', () => {
    expect(encodeSid(wellKnownSids.administrators).toString('hex')).toBe('01020000000000052000000020020000');
    expect(sidText(encodeSid(wellKnownSids.hyperVAdministrators))).toBe('S-1-5-32-578');
  });

  test('is written as Windows writes it, whatever follows in memory', () => {
    const numbers = fc.array(fc.nat(0xffff_ffff), { maxLength: 15 });
    fc.assert(
      fc.property(numbers, (subAuthorities) => {
        const memory = Buffer.concat([encodeSid(subAuthorities), Buffer.from('rest')]);
        expect(sidText(memory)).toBe(['S-1-5', ...subAuthorities].join('-'));
      }),
    );
  });

  test('that does not fit its memory is none', () => {
    const sid = encodeSid(wellKnownSids.administrators);
    for (let length = 0; length < sid.length; length += 1)
      expect(sidText(sid.subarray(0, length))).toBeUndefined();
    const many = Buffer.alloc(100);
    many.writeUInt8(1);
    many.writeUInt8(16, 1);
    expect(sidText(many)).toBeUndefined();
  });
});
