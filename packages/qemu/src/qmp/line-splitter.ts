const NEWLINE = 10;

/** Longest line that QEMU may send: its longest answers have a few hundred kilobytes. */
export const MAX_QMP_LINE_BYTES = 4 * 1_048_576;

/** Cuts bytes into lines without their ends. */
export interface LineSplitter {
  /** The lines that are complete now; undefined when a line is longer than allowed, now and ever after. */
  push(chunk: Buffer): readonly string[] | undefined;
}

export const createLineSplitter = (maxLineBytes = MAX_QMP_LINE_BYTES): LineSplitter => {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let tooLong = false;

  return {
    push: (chunk) => {
      const lines: string[] = [];
      for (let at = 0; at < chunk.length && !tooLong;) {
        const newline = chunk.indexOf(NEWLINE, at);
        const part = chunk.subarray(at, newline < 0 ? chunk.length : newline);
        at += part.length + 1;
        rest.push(part);
        restBytes += part.length;
        tooLong = restBytes > maxLineBytes;
        if (tooLong || newline < 0) continue;
        lines.push(Buffer.concat(rest, restBytes).toString('utf8'));
        rest = [];
        restBytes = 0;
      }
      if (!tooLong) return lines;
      rest = [];
      return undefined;
    },
  };
};
