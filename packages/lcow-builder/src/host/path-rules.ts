/** How a host writes paths. Everything here is text: no file is looked at. */
export interface PathRules {
  /** Joins the parts that are not empty, then cleans the result. Nothing but empty parts give ''. */
  join(...parts: readonly string[]): string;
  /** The shortest spelling of the same path: `.`, `..` and repeated or trailing separators resolved. */
  clean(path: string): string;
  /** The clean path, seen from this directory when it is relative. */
  absolute(path: string, currentDirectory: string): string;
  /** Whether two spellings mean the same name on this host; no cleaning. */
  same(one: string, other: string): boolean;
  /** Everything before the last separator, clean; `.` when there is none. */
  folder(path: string): string;
  /** The last element. */
  base(path: string): string;
  /** The extension of the last element, from its last dot, as it is spelled; '' when there is none. */
  extension(path: string): string;
}
