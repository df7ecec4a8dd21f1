import type { GuestConsole } from '@uvmkit/vmutils';

/** Bounds on what is kept of a guest's console. */
export const consoleLimits = { lines: 1_000, lineBytes: 1_024 } as const;

/** A console as its reader sees it, and where its bytes go in. */
export interface ConsoleLines extends GuestConsole {
  push(bytes: Buffer): void;
}

const NEWLINE = 10;

/** Line breaks inside a line would forge lines; other controls would drive the terminal that shows them. */
const sanitise = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .replace(/\r+$/, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** Cuts hostile bytes into bounded lines and keeps the newest. A longer line counts as several. */
export const createConsoleLines = ({ lines: maxLines, lineBytes } = consoleLimits): ConsoleLines => {
  const kept: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const line = Buffer.alloc(lineBytes);
  let filled = 0;

  const finish = (): void => {
    const text = sanitise(line.subarray(0, filled));
    filled = 0;
    if (kept.push(text) > maxLines) kept.shift();
    for (const listener of [...listeners]) listener(text);
  };

  return {
    push: (bytes) => {
      for (let at = 0; at < bytes.length;) {
        if (bytes[at] === NEWLINE) {
          finish();
          at += 1;
          continue;
        }
        if (filled === lineBytes) finish();
        const newline = bytes.indexOf(NEWLINE, at);
        const end = newline < 0 ? bytes.length : newline;
        const copied = bytes.copy(line, filled, at, Math.min(end, at + lineBytes - filled));
        filled += copied;
        at += copied;
      }
    },
    lastLines: (count) => {
      if (count <= 0) return [];
      const all = filled > 0 ? [...kept, sanitise(line.subarray(0, filled))] : kept;
      return all.slice(-count);
    },
    onLine: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
};
