import type { HypervisorConfig } from '@uvmkit/hypervisor';

/** The release that the simulated kernel claims. */
export const kernelRelease = '6.1.0-simulated';

const pageKiB = 4;

/** What a Linux kernel says while it boots, shortened. */
export const bootLines = ({ kernelParams, vcpus, memory }: HypervisorConfig): readonly string[] => [
  `[    0.000000] Linux version ${kernelRelease} (uvmkit simulator)`,
  `[    0.000000] Command line: ${kernelParams}`,
  `[    0.004000] Memory: ${memory * 1024 - 64 * pageKiB}K/${memory * 1024}K available`,
  `[    0.008000] smp: Brought up 1 node, ${vcpus} CPU${vcpus === 1 ? '' : 's'}`,
  '[    0.012000] Run /init as init process',
];

/** The last line of a kernel that ends in this way. */
export const lastWords = {
  panic: (where: string) => `[    0.016000] Kernel panic - not syncing: fault injected at ${where}`,
  powerOff: () => '[    0.016000] reboot: Power down',
  reset: () => '[    0.016000] reboot: Restarting system',
} as const;
