import { parseCount, parseDuration, parseMemory } from '../src/cli/parse-quantity.js';

test.each([
  ['1024', 1024],
  ['512M', 512],
  ['2G', 2048],
  ['1.5GiB', 1536],
])('memory %s is %d MiB', (text, mib) => expect(parseMemory(text)).toBe(mib));

test.each([
  ['30', 30_000],
  ['500ms', 500],
  ['2m', 120_000],
  ['0.5s', 500],
])('time %s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(['', 'much', '12Q', '-1', '1e3', '0x10', '5T', 'NaN'])('memory %j is refused', (text) =>
  expect(() => parseMemory(text)).toThrow(expect.objectContaining({ code: 'UVM_USAGE' })),
);

test('a time that no timer can wait for is refused', () =>
  expect(() => parseDuration('600h')).toThrow(expect.objectContaining({ code: 'UVM_USAGE' })));

test('a fraction of a MiB is refused', () =>
  expect(() => parseMemory('0.3M')).toThrow(expect.objectContaining({ code: 'UVM_USAGE' })));

test.each(['', '-1', '1.5', 'two', '99999999999'])('count %j is refused', (text) =>
  expect(() => parseCount(text)).toThrow(expect.objectContaining({ code: 'UVM_USAGE' })),
);
