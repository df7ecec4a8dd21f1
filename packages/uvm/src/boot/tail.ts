/** The last few of many lines, for a report when something goes wrong. */
export interface Tail {
  push(line: string): void;
  lines(): readonly string[];
}

export const createTail = (limit: number): Tail => {
  const lines: string[] = [];
  return {
    push(line) {
      lines.push(line);
      if (lines.length > limit) lines.shift();
    },
    lines: () => [...lines],
  };
};
