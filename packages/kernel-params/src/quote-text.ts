const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

const special = /["\\]|[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu;

/**
 * Text in double quotes, everything that does not print as an escape: `\n`, `\x07`, `\u200b`, `\U000e0001`. The blank
 * is the only space that counts as printable. Go's `%q`, which the reference clients use for arguments and messages.
 */
export const quoteText = (text: string): string => `"${text.replace(special, escape)}"`;

const escape = (character: string): string => {
  const known = short[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) as number;
  if (code <= 0x7f) return `\\x${hex(code, 2)}`;
  // A half of a surrogate pair stands for bytes that are no text; Go prints the replacement character's code then.
  if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
};

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
