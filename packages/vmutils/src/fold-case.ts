/** Whether two texts are the same but for case: by the simple case folding of Unicode, one character each. */
export const sameFolded = (one: string, other: string): boolean => {
  if (one === other) return true;
  const others = [...other];
  const ones = [...one];
  return (
    ones.length === others.length &&
    ones.every((character, at) => sameCharacter(character, others[at] as string))
  );
};

const sameCharacter = (one: string, other: string): boolean =>
  one === other || new RegExp(`^\\u{${(one.codePointAt(0) as number).toString(16)}}$`, 'iu').test(other);
