/** Why one part of a document is there. */
export interface Explanation {
  /** Where, as in `VirtualMachine.Devices.Scsi["0"]`; an argument of the kernel line follows its field after a blank. */
  readonly path: string;
  readonly value: unknown;
  /** The options that it comes from; `host` for what the host said, `always` for what every such document has. */
  readonly from: readonly string[];
  /** In words. */
  readonly because: string;
}

/** What the rules say, before it is known where. */
export type Reason = Pick<Explanation, 'from' | 'because'>;

export const reason = (from: string, because: string): Reason => ({ from: from.split(' '), because });

export const ALWAYS = 'always';
export const HOST = 'host';
