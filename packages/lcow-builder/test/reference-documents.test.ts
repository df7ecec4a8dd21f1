import {
  buildConfidentialLcowDocument,
  buildConfidentialWcowDocument,
  buildLcowDocument,
  buildWcowDocument,
  prepareLcow,
  prepareWcow,
  type Built,
  type VmSettings,
} from '../src/index.js';
import {
  caseHost,
  referenceCases,
  sha256,
  wordedGrants,
  type ReferenceCase,
} from './support/reference-cases.js';
import { zeroLcowOptions, zeroWcowOptions } from './support/zero-options.js';

const compat = 'hcsshim';

const expectSame = (built: Built<object>, { expect: expected }: ReferenceCase): void => {
  const { error, errorStart, fails, sha256: hash, state } = expected;
  if (built.ok) {
    expect({ error, errorStart, fails }).toEqual({});
    expect(sha256(built.document)).toBe(hash);
    if (state) expect(built.bookkeeping).toMatchObject(state);
    return;
  }
  const [problem, ...more] = built.problems;
  expect(more).toEqual([]);
  if (fails) expect(problem).toBeDefined();
  else if (errorStart !== undefined) expect(problem?.reference?.startsWith(errorStart)).toBe(true);
  else expect(problem?.reference).toBe(error);
};

describe('ordinary Linux VMs', () => {
  test.each(referenceCases('ordinary'))('%s', (_, given) => {
    const vm = given.vm as unknown as VmSettings;
    const options = { ...zeroLcowOptions, ...given.options };
    const before = structuredClone(options);
    expectSame(buildLcowDocument(options, caseHost(given.host), { compat, vm }), given);
    expect(options).toEqual(before);
  });
});

describe('confidential Linux VMs', () => {
  test.each(referenceCases('confidential'))('%s', async (_, given) => {
    const vm = given.vm as unknown as VmSettings;
    const options = { ...zeroLcowOptions, ...given.options };
    const host = caseHost(given.host);
    expectSame(await buildConfidentialLcowDocument(options, host, { compat, vm }), given);
    expect(wordedGrants(host.grants)).toEqual(given.expect.grants);
    const left = [...host.contents()]
      .filter(([path]) => path.startsWith(`${options.bundleDirectory}\\`))
      .map(([path, size]) => ({ name: path.slice(options.bundleDirectory.length + 1), size }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(left).toEqual(given.expect.filesAfter);
  });
});

describe('creation of Linux VMs', () => {
  test.each(referenceCases('creation'))('%s', async (_, given) => {
    const options = { ...zeroLcowOptions, ...given.options };
    const prepared = await prepareLcow(options, caseHost(given.host, options.id !== ''), { compat });
    expectSame(prepared, given);
  });
});

describe('Windows VMs', () => {
  const builders = {
    prepareConfigDoc: buildWcowDocument,
    prepareSecurityConfigDoc: buildConfidentialWcowDocument,
    createWCOW: prepareWcow,
  };

  test.each(referenceCases('windows'))('%s', async (_, given) => {
    const host = caseHost(given.host);
    const build = builders[given.op ?? 'createWCOW'];
    expectSame(await build({ ...zeroWcowOptions, ...given.options }, host, { compat }), given);
    expect(wordedGrants(host.grants)).toEqual(given.expect.grants);
  });
});
