/** Chooses objects by members such as ID, Name, VirtualMachine; values are compared as text. */
export type HcnFilter = Readonly<Record<string, string>>;

const SCHEMA_VERSION = { Major: 2, Minor: 0 };

/** A HostComputeQuery. The filter travels as JSON inside a string. */
export const hcnQuery = (filter: HcnFilter = {}): string =>
  JSON.stringify({
    SchemaVersion: SCHEMA_VERSION,
    ...(Object.keys(filter).length > 0 && { Filter: JSON.stringify(filter) }),
  });

/** Settings of a new object, in the version of the documents that is used here. */
export const hcnSettings = (settings: object): string =>
  JSON.stringify({ SchemaVersion: SCHEMA_VERSION, ...settings });
