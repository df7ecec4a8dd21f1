const QUOTE = '"';

/**
 * The fields of a line as Kata reads it: cut at blanks outside double quotes only, so tabs and newlines do not separate,
 * but together with all white space of Unicode they are trimmed from a field's ends. Quotes stay.
 *
 * `parseKernelLine` reads a line as the kernel does.
 */
export const kernelParamFields = (line: string): readonly string[] => {
  const fields: string[] = [];
  let quoted = false;
  let start = 0;
  for (let end = 0; end <= line.length; end += 1) {
    if (line[end] === QUOTE) quoted = !quoted;
    if (end < line.length && (quoted || line[end] !== ' ')) continue;
    const field = trimSpace(line.slice(start, end));
    if (field !== '') fields.push(field);
    start = end + 1;
  }
  return fields;
};

/** Trims the white space of Unicode. JavaScript's own `trim` also takes U+FEFF and leaves U+0085. */
export const trimSpace = (text: string): string =>
  text.replace(/^[\p{White_Space}]+|[\p{White_Space}]+$/gu, '');
