/** Bytes as text; a byte that is no UTF-8 becomes a lone surrogate, so that nothing is lost on the way. */
export const textOf = (base64) => {
  const bytes = Buffer.from(base64, 'base64');
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = [4, 3, 2, 1].find((count) => isCharacter(bytes.subarray(at, at + count), count));
    text +=
      length === undefined
        ? String.fromCharCode(0xdc00 + bytes[at])
        : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return text;
};

const isCharacter = (bytes, count) => {
  if (bytes.length !== count) return false;
  const text = bytes.toString('utf8');
  return !text.includes('\uFFFD') && [...text].length === 1;
};

/** A field as the corpora write it: base64 with a mark when it is not text. */
export const mixedField = (field) => {
  const parts = [...field].map((character) => {
    const code = character.codePointAt(0);
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
  });
  const isText = [...field].every(
    (character) => character.codePointAt(0) < 0xdc80 || character.codePointAt(0) > 0xdcff,
  );
  return isText ? field : `b64:${Buffer.concat(parts).toString('base64')}`;
};
