import {
  defaultLcowOptions,
  updateBootFilesPath,
  verifyLcowOptions,
  verifyWcowOptions,
  VpmemPool,
  type LcowOptions,
  type PoolClass,
  type Region,
} from '../src/index.js';
import { caseHost, referenceCases, type ReferenceCase } from './support/reference-cases.js';
import { zeroLcowOptions, zeroWcowOptions } from './support/zero-options.js';

const compat = 'hcsshim';

interface DefaultsCase {
  readonly host: ReferenceCase['host'];
  readonly id: string;
  readonly owner: string;
  readonly expect: Partial<LcowOptions>;
}

test.each(referenceCases<DefaultsCase>('defaults'))(
  'defaults: %s',
  (_, { host, id, owner, expect: expected }) => {
    expect(defaultLcowOptions(caseHost(host), id, owner)).toEqual({ ...zeroLcowOptions, ...expected });
  },
);

interface BootFilesCase {
  readonly host: ReferenceCase['host'];
  readonly options: Partial<LcowOptions>;
  readonly calls: readonly string[];
  readonly expect: readonly Partial<LcowOptions>[];
}

test.each(referenceCases<BootFilesCase>('boot-files'))(
  'boot folder: %s',
  (_, { host, options, calls, expect: expected }) => {
    let current: LcowOptions = { ...zeroLcowOptions, ...options };
    for (const [index, path] of calls.entries()) {
      current = updateBootFilesPath(current, path, caseHost(host));
      expect(current).toMatchObject(expected[index] as object);
    }
  },
);

test.each(referenceCases('verify'))('verify: %s', (_, { host, options, expect: { error } }) => {
  const [problem] = verifyLcowOptions({ ...zeroLcowOptions, ...options }, caseHost(host), { compat });
  expect(problem?.reference).toBe(error);
});

test.each(referenceCases('windows-verify'))('verify Windows: %s', (_, { options, expect: { error } }) => {
  const [problem] = verifyWcowOptions({ ...zeroWcowOptions, ...options }, { compat });
  expect(problem?.reference).toBe(error);
});

type PoolStep = { readonly allocate: number } | { readonly release: Omit<Region, 'bytes'> };

interface PoolCase {
  readonly sequence: readonly PoolStep[];
  readonly expect: readonly (string | Region)[];
  readonly contents: readonly PoolClass[];
}

test.each(referenceCases<PoolCase>('vpmem-pool'))(
  'VPMem pool: %s',
  (_, { sequence, expect: expected, contents }) => {
    const pool = new VpmemPool();
    const done = sequence.map((step) => {
      try {
        if ('allocate' in step) return pool.allocate(step.allocate);
        pool.release(step.release);
        return 'released';
      } catch (error) {
        return (error as { data: { reference: string } }).data.reference;
      }
    });
    expect(done).toEqual(expected);
    expect(pool.contents()).toEqual(contents);
  },
);
