import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { print, type ComputeSystem } from '@uvmkit/hcs-schema';
import { createHash } from 'node:crypto';
import {
  memoryHost,
  type Grant,
  type LcowOptions,
  type MemoryHost,
  type MemoryHostOptions,
} from '../../src/index.js';

/** What the reference client was seen to do with some options. Options that are zero are left out. */
export interface ReferenceCase {
  readonly name: string;
  readonly op?: 'prepareConfigDoc' | 'prepareSecurityConfigDoc' | 'createWCOW';
  readonly host: MemoryHostOptions & { readonly refusedGrant?: number; readonly processorError?: string };
  readonly options: Partial<LcowOptions>;
  readonly vm?: Readonly<Record<string, unknown>>;
  readonly expect: {
    readonly error?: string;
    readonly errorStart?: string;
    /** The reference crashed. */
    readonly fails?: boolean;
    /** Of the printed document. */
    readonly sha256?: string;
    readonly state?: Readonly<Record<string, unknown>>;
    readonly grants?: readonly Readonly<Record<string, string>>[];
    readonly filesAfter?: readonly { readonly name: string; readonly size: number }[];
  };
}

const BIG = /^\d{16,}n$/u;

/** Cases of one area, as rows for `test.each`. */
export const referenceCases = <Case = ReferenceCase>(area: string): readonly (readonly [string, Case])[] => {
  const text = readFileSync(join(__dirname, '..', 'fixtures', `${area}.json`), 'utf8');
  const cases = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && BIG.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as (Case & { name: string })[];
  return cases.map((each, index) => [`${index}, ${each.name}`, each]);
};

/** GUIDs of devices are placeholders, in order; a new id is another one. */
export const caseHost = (host: ReferenceCase['host'], hasId = true): MemoryHost => {
  const { refusedGrant, processorError, ...described } = host;
  let devices = 0;
  let ids = hasId ? 0 : 1;
  let grants = 0;
  const made = memoryHost({
    ...described,
    newGuid: () => (ids-- > 0 ? '<generated-guid>' : `<vmbus-guid-${devices++}>`),
    onGrant: () => {
      grants += 1;
      if (grants === refusedGrant) throw new Error('injected grant failure');
    },
  });
  if (processorError === undefined) return made;
  return {
    ...made,
    logicalProcessorCount: () => {
      throw new Error(processorError);
    },
  };
};

export const sha256 = (document: ComputeSystem): string =>
  createHash('sha256')
    .update(print(document, { compat: 'hcsshim' }))
    .digest('hex');

export const wordedGrants = (grants: readonly Grant[]) =>
  grants.map((grant) =>
    grant.to === 'vm'
      ? { call: 'vm', id: grant.vmId, path: grant.path }
      : { call: 'vmGroup', path: grant.path, mask: `0x${grant.accessMask.toString(16)}` },
  );
