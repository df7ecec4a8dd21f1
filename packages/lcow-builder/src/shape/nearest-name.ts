/** The known name that takes the fewest changes of single characters, when they are few for its length. */
export const nearestName = (name: string, known: Iterable<string>): string | undefined => {
  let nearest: string | undefined;
  let least = Math.floor(name.length / 3) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const changes = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (changes >= least) continue;
    nearest = candidate;
    least = changes;
  }
  return nearest;
};

/** Insertions, removals and replacements that make one text of the other. */
const editDistance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] as number) + (one[at - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] as number) + 1, (next[column - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
};
