/** What a guest prints on its console. The guest is hostile: lines are bounded and hold no control characters. */
export interface GuestConsole {
  /** The last lines, oldest first, without line ends. An unfinished last line counts. */
  lastLines(count: number): readonly string[];
  /** Calls `listener` with each line from now on. */
  onLine(listener: (line: string) => void): Disposable;
}
