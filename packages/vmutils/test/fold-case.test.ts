import fc from 'fast-check';
import { sameFolded } from '../src/index.js';

const text = fc.string({ unit: 'binary', maxLength: 8 });

test.each([
  ['C:\\Boot\\KERNEL', 'c:\\bOOT\\kernel'],
  ['\u212aelvin', 'kelvin'],
  ['ſ', 'S'],
  ['ẞ', 'ß'],
  ['ς', 'Σ'],
  ['𐐀', '𐐨'],
  ['^.$', '^.$'],
])('%j is %j in another case', (one, other) => {
  expect(sameFolded(one, other)).toBe(true);
  expect(sameFolded(other, one)).toBe(true);
});

test.each([
  ['ß', 'ss'],
  ['ﬁ', 'fi'],
  ['İ', 'i'],
  ['é', 'e\u0301'],
  ['.', 'a'],
  ['a', 'a\n'],
  ['', 'a'],
])('%j is another text than %j', (one, other) => {
  expect(sameFolded(one, other)).toBe(false);
  expect(sameFolded(other, one)).toBe(false);
});

test('any text is itself in ASCII capitals, and no text with something more', () => {
  fc.assert(
    fc.property(text, text, (one, more) => {
      const capitals = one.replace(/[a-z]/g, (letter) => letter.toUpperCase());
      expect(sameFolded(one, capitals)).toBe(true);
      expect(sameFolded(capitals, one)).toBe(true);
      expect(sameFolded(one, capitals + more)).toBe(more === '');
    }),
  );
});

test('the order of two texts does not matter, half characters included', () => {
  const letter = fc.constantFrom('k', 'K', '\u212a', 's', 'ſ', 'ß', 'ẞ', '\ud801', '\udc00', 'i', 'İ', 'ı');
  const word = fc.string({ unit: letter, maxLength: 4 });
  fc.assert(fc.property(word, word, (one, other) => sameFolded(one, other) === sameFolded(other, one)));
});
