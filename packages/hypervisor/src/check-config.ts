import type { HypervisorConfig } from './hypervisor-config.js';
import { errors } from './errors.js';

/** One thing wrong with a configuration. */
export interface ConfigProblem {
  readonly path: keyof HypervisorConfig;
  readonly got: unknown;
  readonly expected: string;
}

/** The limits that hold for every hypervisor; an engine may be stricter. */
export const configLimits = {
  idPattern: /^[A-Za-z0-9][A-Za-z0-9@._-]{0,63}$/,
  maxVcpus: 240,
  minMemoryMiB: 32,
  maxScsiControllers: 4,
  maxKernelParamsBytes: 2048,
} as const;

const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** Every problem of a configuration at once; an empty list means that it is fine. Touches no file. */
export const checkHypervisorConfig = (config: HypervisorConfig): readonly ConfigProblem[] => {
  const { idPattern, maxVcpus, minMemoryMiB, maxScsiControllers, maxKernelParamsBytes } = configLimits;
  const problems: ConfigProblem[] = [];
  const expect = (path: keyof HypervisorConfig, fine: boolean, expected: string): void => {
    if (!fine) problems.push({ path, got: config[path], expected });
  };
  expect('id', idPattern.test(config.id), `1 to 64 characters of letters, digits, "@", ".", "_" and "-"`);
  expect('kernelPath', config.kernelPath !== '', 'the path of a kernel');
  expect('initrdPath', config.initrdPath !== '', 'the path of an initial RAM disk');
  expect('vcpus', isWhole(config.vcpus, 1, maxVcpus), `1 to ${maxVcpus} virtual processors`);
  expect(
    'memory',
    isWhole(config.memory, minMemoryMiB, Number.MAX_SAFE_INTEGER),
    `at least ${minMemoryMiB} MiB`,
  );
  expect(
    'scsiControllers',
    isWhole(config.scsiControllers, 0, maxScsiControllers),
    `0 to ${maxScsiControllers}`,
  );
  expect(
    'kernelParams',
    Buffer.byteLength(config.kernelParams) < maxKernelParamsBytes && !/[\0\n]/.test(config.kernelParams),
    `one line shorter than ${maxKernelParamsBytes} bytes`,
  );
  return problems;
};

/** Throws `UVM_HYPERVISOR_CONFIG` with all problems in `data.problems`, or returns. */
export const assertHypervisorConfig = (config: HypervisorConfig): void => {
  const problems = checkHypervisorConfig(config);
  if (problems.length === 0) return;
  const list = problems.map(
    ({ path, expected, got }) => `${path} should be ${expected}, not ${JSON.stringify(got)}`,
  );
  throw errors.UVM_HYPERVISOR_CONFIG(`${list.join('; ')}.`, { problems });
};
