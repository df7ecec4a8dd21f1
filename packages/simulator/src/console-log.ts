import type { GuestConsole } from '@uvmkit/hypervisor';

/** How many lines are kept; older ones are forgotten. */
export const maxConsoleLines = 1000;
/** How long a line is kept at most, in characters. */
export const maxConsoleLineLength = 4096;

/** The console of a simulated guest, and its other end. */
export interface ConsoleLog extends GuestConsole {
  print(line: string): void;
}

export const createConsoleLog = (): ConsoleLog => {
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  return {
    print(text) {
      const line = text.slice(0, maxConsoleLineLength).replace(/\p{Cc}/gu, '\ufffd');
      if (lines.push(line) > maxConsoleLines) lines.shift();
      for (const listener of listeners) listener(line);
    },
    lastLines: (count) => (count > 0 ? lines.slice(-count) : []),
    onLine(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
};
