/** What is wrong with a part of a document. Stable: programs may switch on it. */
export type ProblemCode =
  | 'not-json'
  | 'too-long'
  | 'too-deep'
  | 'duplicate-member'
  | 'forbidden-member'
  | 'unknown-member'
  | 'missing-member'
  | 'wrong-type'
  | 'wrong-length'
  | 'out-of-range'
  | 'bad-format'
  | 'bad-name'
  | 'unlisted-value'
  | 'lone-surrogate'
  | 'inexact-number'
  | 'newer-than-host';

/** One thing that is wrong with a document, or worth a warning. */
export interface Problem {
  /** Where, as `VirtualMachine.Devices.Scsi["0"].Attachments["7"].Path`; empty for the document itself. */
  readonly path: string;
  readonly code: ProblemCode;
  /** What would have been right, in words. */
  readonly expected: string;
  /** What is there, shortened. */
  readonly got: string;
  /** What to do about it, where that can be said. */
  readonly hint?: string;
}
