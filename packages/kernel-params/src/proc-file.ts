import { errors } from './errors.js';

/** A text file of a host, read by whoever has a file system: `{ path, read: (path) => readFileSync(path, 'utf8') }`. */
export interface TextFile {
  readonly path: string;
  /** Throws as Node does, with `ENOENT` or `EISDIR` in `code`. */
  readonly read: (path: string) => string;
}

/** Longest line that is looked at, in bytes without its end. */
export const MAX_LINE_BYTES = 65_535;

/** The lines up to one that is too long. */
export interface Lines {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

export const splitLines = (text: string): Lines => {
  const lines = text.split('\n').map((line) => ({ line, isTooLong: isTooLong(line) }));
  if (lines.at(-1)?.line === '') lines.pop();
  const cut = lines.findIndex(({ isTooLong }) => isTooLong);
  const kept = cut === -1 ? lines : lines.slice(0, cut);
  return { lines: kept.map(({ line }) => line.replace(/\r$/u, '')), isCut: cut !== -1 };
};

const isTooLong = (line: string): boolean =>
  line.length > MAX_LINE_BYTES || (line.length * 3 > MAX_LINE_BYTES && byteLength(line) > MAX_LINE_BYTES);

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The file's text; `undefined` for a folder.
 *
 * @throws UVM_PROC_FILE when it cannot be opened
 */
export const readTextFile = ({ path, read }: TextFile): string | undefined => {
  try {
    return read(path);
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (code === 'EISDIR') return undefined;
    const why =
      code === 'ENOENT'
        ? 'no such file or directory'
        : cause instanceof Error
          ? cause.message
          : String(cause);
    throw unusable(`open ${path}: ${why}`, path, cause);
  }
};

export const unusable = (reason: string, path: string, cause?: unknown) =>
  errors.UVM_PROC_FILE(reason, { reason, path }, { cause });
