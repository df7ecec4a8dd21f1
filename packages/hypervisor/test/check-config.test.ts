import { mib } from '@uvmkit/vmutils';
import { assertHypervisorConfig, checkHypervisorConfig, configLimits } from '../src/check-config.js';
import type { HypervisorConfig } from '../src/hypervisor-config.js';

const fine: HypervisorConfig = {
  id: 'vm-1',
  kernelPath: '/boot/kernel',
  initrdPath: '/boot/initrd.img',
  kernelParams: 'panic=-1 -- -e 1',
  vcpus: 2,
  memory: mib(512),
  scsiControllers: 1,
};

const pathsOf = (changes: Partial<HypervisorConfig>): readonly string[] =>
  checkHypervisorConfig({ ...fine, ...changes }).map(({ path }) => path);

describe('checkHypervisorConfig', () => {
  test('a complete configuration has no problems', () => {
    expect(checkHypervisorConfig(fine)).toEqual([]);
  });

  test.each<[string, Partial<HypervisorConfig>, string]>([
    ['no processors', { vcpus: 0 }, 'vcpus'],
    ['half a processor', { vcpus: 1.5 }, 'vcpus'],
    ['one processor more than the limit', { vcpus: configLimits.maxVcpus + 1 }, 'vcpus'],
    ['memory one MiB below the limit', { memory: mib(configLimits.minMemoryMiB - 1) }, 'memory'],
    ['a fifth SCSI controller', { scsiControllers: 5 }, 'scsiControllers'],
    ['an id that leaves its folder', { id: '../other' }, 'id'],
    ['an id of 65 characters', { id: 'x'.repeat(65) }, 'id'],
    ['a kernel line of two lines', { kernelParams: 'quiet\npanic=-1' }, 'kernelParams'],
    [
      'a kernel line at the limit',
      { kernelParams: 'x'.repeat(configLimits.maxKernelParamsBytes) },
      'kernelParams',
    ],
    ['no kernel', { kernelPath: '' }, 'kernelPath'],
    ['no initial RAM disk', { initrdPath: '' }, 'initrdPath'],
  ])('%s is one problem', (_, changes, path) => {
    expect(pathsOf(changes)).toEqual([path]);
  });

  test('the limits themselves are fine', () => {
    const { maxVcpus, minMemoryMiB, maxScsiControllers, maxKernelParamsBytes } = configLimits;
    expect(
      pathsOf({
        id: 'x'.repeat(64),
        vcpus: maxVcpus,
        memory: mib(minMemoryMiB),
        scsiControllers: maxScsiControllers,
        kernelParams: 'x'.repeat(maxKernelParamsBytes - 1),
      }),
    ).toEqual([]);
  });

  test('all problems come at once, in one error', () => {
    expect(() => assertHypervisorConfig({ ...fine, vcpus: 0, kernelPath: '' })).toThrow(
      expect.objectContaining({
        code: 'UVM_HYPERVISOR_CONFIG',
        data: {
          problems: [
            expect.objectContaining({ path: 'kernelPath' }),
            expect.objectContaining({ path: 'vcpus' }),
          ],
        },
      }),
    );
  });
});
