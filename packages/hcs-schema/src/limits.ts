/** Bounds on what is read and printed. Text beyond them is a problem, never an exhausted process. */
export const limits = {
  /** Characters of a whole text. */
  textLength: 8 * 1024 * 1024,
  /** Characters of one string. */
  stringLength: 8 * 1024 * 1024,
  /** Objects and lists inside one another. */
  depth: 64,
  /** Problems (and warnings) listed for one document. */
  problems: 1000,
} as const;
