/** A process of this machine, as the process list has it. */
export interface ProcessEntry {
  readonly pid: number;
  /** File name of its program, without a folder. */
  readonly name: string;
}

/** Size of a PROCESSENTRY32W on 64-bit Windows. */
export const PROCESS_ENTRY_BYTES = 568;
const PID_OFFSET = 8;
const NAME_OFFSET = 44;
const NAME_UNITS = 260;

/** A PROCESSENTRY32W to be filled. */
export const processEntryBuffer = (): Buffer => {
  const entry = Buffer.alloc(PROCESS_ENTRY_BYTES);
  entry.writeUInt32LE(PROCESS_ENTRY_BYTES);
  return entry;
};

/** What a PROCESSENTRY32W says. A name without its NUL ends where the record does. */
export const decodeProcessEntry = (entry: Buffer): ProcessEntry => {
  const units = entry.toString('utf16le', NAME_OFFSET, NAME_OFFSET + 2 * NAME_UNITS);
  const end = units.indexOf('\0');
  return { pid: entry.readUInt32LE(PID_OFFSET), name: end < 0 ? units : units.slice(0, end) };
};
