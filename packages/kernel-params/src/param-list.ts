/** A parameter as a pair of texts, either of which may be empty. */
export interface Param {
  readonly key: string;
  readonly value: string;
}

/**
 * Pairs as text: `key<delimiter>value`. A pair with one empty half is the other half alone, with two it is left out;
 * an empty delimiter keeps the halves apart.
 */
export const serializeParams = (params: readonly Param[], delimiter: string): readonly string[] =>
  params.flatMap(({ key, value }) => {
    const halves = [key, value].filter((half) => half !== '');
    return delimiter === '' || halves.length === 0 ? halves : [halves.join(delimiter)];
  });

/** Texts as pairs, cut at their first `=`. Loses what serialising loses: `a=` comes back as `a`. */
export const deserializeParams = (texts: readonly string[]): readonly Param[] =>
  texts
    .filter((text) => text !== '')
    .map((text) => {
      const equals = text.indexOf('=');
      return equals === -1
        ? { key: text, value: '' }
        : { key: text.slice(0, equals), value: text.slice(equals + 1) };
    });
