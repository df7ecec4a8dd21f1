import { virtualNumaOf } from '@uvmkit/lcow-builder';
import { caseHost, difference, firstOf, integer64, lcowOptions } from '../../lib/lcow.mjs';
import { Numa, NumaProcessors, print } from '@uvmkit/hcs-schema';

const MISFIT = 'failed to validate vNUMA settings: ';
const compat = 'hcsshim';

/** What is printed, with numbers beyond 2^53 − 1 as the corpora write them. */
const printed = (value, as) => {
  if (value === undefined) return null;
  const text = print(value, { as, compat });
  return JSON.parse(
    text.replace(/:(\d{16,})/g, (all, digits) => (Number.isSafeInteger(+digits) ? all : `:"${digits}"`)),
  );
};

/** The layout alone, then held against the case's VM as a second step. */
export const run = ({ host: described, options: given, validateAgainst, expect }) => {
  const { memorySizeInMB, processorCount } = validateAgainst;
  const options = lcowOptions(given);
  const vm = { processorCount, memorySizeMib: integer64(memorySizeInMB) };
  const { virtualNuma, problems } = virtualNumaOf(options, vm, caseHost(described), compat);
  const misfit = problems
    .find(({ reference }) => reference.startsWith(MISFIT))
    ?.reference.slice(MISFIT.length);
  const wrong = problems.find(({ reference }) => !reference.startsWith(MISFIT))?.reference;
  if (wrong !== expect.error) return `wanted ${expect.error}\n  got    ${wrong}`;
  if (wrong !== undefined) return undefined;
  return firstOf(
    difference('numa', printed(virtualNuma?.numa, Numa), expect.numa),
    difference('processors', printed(virtualNuma?.processors, NumaProcessors), expect.numaProcessors),
    expect.validate === undefined || (misfit ?? 'ok') === expect.validate
      ? undefined
      : `wanted ${expect.validate}\n  got    ${misfit ?? 'ok'}`,
  );
};
