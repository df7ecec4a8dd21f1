const QUOTE = 0x22;

/** What the kernel takes for a blank between parameters, in ASCII. */
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** One parameter as it stands on the line, quotes included. */
export interface Token {
  readonly text: string;
  /** Where the line goes on behind it. */
  readonly end: number;
}

/**
 * The token at or after `from`. A double quote anywhere in a token protects blanks up to the next one; nothing escapes
 * a quote. A quote left open is closed at the end of the line, so that text added later cannot fall into it.
 */
export const nextToken = (line: string, from: number): Token | undefined => {
  let start = from;
  while (start < line.length && isBlank(line.charCodeAt(start))) start += 1;
  if (start === line.length) return undefined;

  let end = start;
  let quoted = false;
  for (; end < line.length; end += 1) {
    const code = line.charCodeAt(end);
    if (code === QUOTE) quoted = !quoted;
    else if (!quoted && isBlank(code)) break;
  }
  const text = line.slice(start, end);
  return { text: quoted ? `${text}"` : text, end };
};
