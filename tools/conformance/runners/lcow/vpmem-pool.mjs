import { pageAlign, regionBytes, regionClass, VpmemPool } from '@uvmkit/lcow-builder';
import { difference, firstOf, integer64 } from '../../lib/lcow.mjs';

const functions = ({ value, expect }) => {
  const bytes = integer64(value);
  const found = regionClass(bytes);
  const size = regionBytes(found);
  return difference(
    'functions',
    {
      pageAlign: asText(pageAlign(bytes)),
      class: found,
      ...(size === undefined ? { classSizeError: 'invalid memory class' } : { classSize: size }),
    },
    expect,
  );
};

const asText = (value) => (typeof value === 'bigint' ? String(value) : value);

const step = (pool, { op, size, class: regionClass, offset }) => {
  try {
    if (op === 'release') {
      pool.release({ regionClass, offset: Number(offset) });
      return { ok: true };
    }
    const region = pool.allocate(integer64(size));
    return { offset: region.offset, class: region.regionClass, regionSize: region.bytes };
  } catch (error) {
    return { error: error.data.reference };
  }
};

export const run = (testCase) => {
  if (testCase.op === 'pageAlignAndClass') return functions(testCase);
  const pool = new VpmemPool();
  const { sequence, expect } = testCase;
  return firstOf(
    ...sequence.map((action, index) =>
      difference(`step ${index}`, step(pool, action), expect.results[index]),
    ),
    difference(
      'final',
      pool.contents().map(({ regionClass, free, busy }) => ({ class: regionClass, free, busy })),
      expect.final,
    ),
  );
};
