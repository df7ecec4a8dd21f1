import type { Native } from '../calls/native.js';
import { succeed } from '../calls/win32-error.js';

/** What the processors of this machine are, also to a program that is emulated on them. */
export type MachineArchitecture = 'x64' | 'arm64' | 'ia32' | 'unknown';

/** IMAGE_FILE_MACHINE_… of winnt.h. */
const architectureOf = new Map<number, MachineArchitecture>([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
  [0x014c, 'ia32'],
]);

/**
 * The architecture of the machine (IsWow64Process2): a Node for x64 that runs emulated on ARM says arm64 here.
 *
 * @throws UVM_NATIVE_CALL_FAILED
 */
export const readMachineArchitecture = (native: Pick<Native, 'kernel32'>): MachineArchitecture => {
  const { GetCurrentProcess, IsWow64Process2 } = native.kernel32;
  const ofProcess = Buffer.alloc(2);
  const ofMachine = Buffer.alloc(2);
  succeed(native, 'IsWow64Process2', () => IsWow64Process2(GetCurrentProcess(), ofProcess, ofMachine));
  return architectureOf.get(ofMachine.readUInt16LE()) ?? 'unknown';
};
