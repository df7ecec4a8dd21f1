import { closeSync, openSync } from 'node:fs';
import type Koffi from 'koffi';
import { errors } from '../errors.js';

/** The calls to the kernel that Node has no function for. All need root. */
export interface LinuxCalls {
  /** Gives random bytes to the kernel, each counted as 8 bits, and takes them into use at once. */
  addEntropy(bytes: Uint8Array): void;
  /** Makes the kernel's random numbers depend on all entropy it has got: after a clone, on what makes it differ. */
  reseed(): void;
  /** @param ns nanoseconds since 1970 */
  setWallClock(ns: bigint): void;
  /** Writes file systems back and switches the machine off. Does not return when it works. */
  powerOff(): void;
}

/** linux/random.h: `_IOW('R', 0x03, int[2])` and `_IO('R', 0x07)`. */
const RNDADDENTROPY = 0x4008_5203;
const RNDRESEEDCRNG = 0x5207;
/** linux/reboot.h: `LINUX_REBOOT_CMD_POWER_OFF`. */
const POWER_OFF = 0x4321_fedc;
/** time.h */
const CLOCK_REALTIME = 0;

/** `struct rand_pool_info`: bits of entropy, bytes of data, data. */
const randomPoolInfo = (bytes: Uint8Array): Buffer => {
  const info = Buffer.alloc(8 + bytes.length);
  info.writeInt32LE(bytes.length * 8, 0);
  info.writeInt32LE(bytes.length, 4);
  info.set(bytes, 8);
  return info;
};

/** `struct timespec` of 64-bit Linux. */
const timespec = (ns: bigint): Buffer => {
  const time = Buffer.alloc(16);
  time.writeBigInt64LE(ns / 1_000_000_000n, 0);
  time.writeBigInt64LE(ns % 1_000_000_000n, 8);
  return time;
};

const withRandomDevice = (use: (descriptor: number) => void): void => {
  const descriptor = openSync('/dev/urandom', 'r+');
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** @param koffi the library or its bare addon; loading it takes a while on an emulated processor */
export const createLinuxCalls = (koffi: Pick<typeof Koffi, 'load' | 'errno'>): LinuxCalls => {
  const libc = koffi.load(null);
  const ioctl = libc.func('ioctl', 'int', ['int', 'unsigned long', 'void *']);
  const clockSettime = libc.func('clock_settime', 'int', ['int', 'void *']);
  const sync = libc.func('sync', 'void', []);
  const reboot = libc.func('reboot', 'int', ['uint32_t']);

  const check = (call: string, result: unknown): void => {
    if (result === 0) return;
    const errno = koffi.errno();
    throw errors.UVM_AGENT_CALL(`${call} failed with errno ${errno}.`, { call, errno });
  };
  const reseed = (descriptor: number): void => check('RNDRESEEDCRNG', ioctl(descriptor, RNDRESEEDCRNG, null));

  return {
    addEntropy: (bytes) =>
      withRandomDevice((descriptor) => {
        check('RNDADDENTROPY', ioctl(descriptor, RNDADDENTROPY, randomPoolInfo(bytes)));
        reseed(descriptor);
      }),
    reseed: () => withRandomDevice(reseed),
    setWallClock: (ns) => check('clock_settime', clockSettime(CLOCK_REALTIME, timespec(ns))),
    powerOff() {
      sync();
      check('reboot', reboot(POWER_OFF));
    },
  };
};
