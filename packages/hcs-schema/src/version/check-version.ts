import type { AnyCodec } from '../codec/codec.js';
import type { Problem } from '../decode/problem.js';
import { ComputeSystem } from '../generated/compute-system.js';
import { compareVersions, schemaVersion, versionText, type SchemaVersion } from './schema-version.js';

export interface VersionOptions {
  /** The type of what is given, when that is not a `ComputeSystem`. */
  readonly as?: AnyCodec;
}

/** A part of a document, and the schema version that introduced it. */
interface Versioned {
  readonly path: string;
  readonly since: SchemaVersion;
}

const versionedParts = (
  document: unknown,
  { as: { shape } = ComputeSystem }: VersionOptions,
): Versioned[] => {
  const parts = new Map<string, Versioned>();
  // A listed value stands at the path of its member and may be newer than that.
  shape.versions(document, '', (path, text) => {
    const since = schemaVersion(text);
    const known = parts.get(path);
    if (!known || compareVersions(since, known.since) > 0) parts.set(path, { path, since });
  });
  return [...parts.values()];
};

/**
 * The oldest schema version with every member and listed value of the document. Parts that Microsoft does not document
 * have no version and do not count. Hierarchical documents begin with 2.0.
 */
export const minimumSchemaVersion = (document: unknown, options: VersionOptions = {}): SchemaVersion =>
  versionedParts(document, options).reduce<SchemaVersion>(
    (least, { since }) => (compareVersions(since, least) > 0 ? since : least),
    { Major: 2, Minor: 0 },
  );

/**
 * What a host of the given schema version would not know: each member and listed value that is newer, and the
 * document's own `SchemaVersion` if it asks for more than the host has.
 */
export const checkVersion = (
  document: unknown,
  hostVersion: SchemaVersion,
  options: VersionOptions = {},
): readonly Problem[] => {
  const isNewer = (version: SchemaVersion): boolean => compareVersions(version, hostVersion) > 0;
  const problems = versionedParts(document, options)
    .filter(({ since }) => isNewer(since))
    .map(({ path, since }) => newerThanHost(path, since, hostVersion));
  const asked = askedVersion(document);
  if (asked && isNewer(asked)) problems.unshift(newerThanHost('SchemaVersion', asked, hostVersion));
  return problems;
};

const newerThanHost = (path: string, since: SchemaVersion, hostVersion: SchemaVersion): Problem => ({
  path,
  code: 'newer-than-host',
  expected: `schema ${versionText(hostVersion)} or older`,
  got: `schema ${versionText(since)}`,
});

const askedVersion = (document: unknown): SchemaVersion | undefined => {
  const { Major = 0, Minor = 0 } = (ComputeSystem.is(document) && document.SchemaVersion) || {};
  return Major === 0 ? undefined : { Major, Minor };
};
