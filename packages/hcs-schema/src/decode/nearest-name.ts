const LONGEST_COMPARED = 64;

/** The known name that was probably meant, if one is near enough: same but for case, or a few typing errors away. */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  if (name.length > LONGEST_COMPARED) return undefined;
  const lower = name.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const errors = editDistance(lower, candidate.toLowerCase());
    if (errors < least) [nearest, least] = [candidate, errors];
  }
  return nearest;
};

/** Insertions, deletions, replacements and swaps of neighbours that turn one string into the other. */
const editDistance = (one: string, other: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, other.length);
};

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
