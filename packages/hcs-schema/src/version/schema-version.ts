/** A version of the HCS schema, as documents and hosts state it. */
export interface SchemaVersion {
  readonly Major: number;
  readonly Minor: number;
}

/** Reads `2.5`. */
export const schemaVersion = (text: string): SchemaVersion => {
  const [major, minor] = text.split('.');
  return { Major: Number(major), Minor: Number(minor) };
};

/** Writes `2.5`. */
export const versionText = ({ Major, Minor }: SchemaVersion): string => `${Major}.${Minor}`;

/** Negative when the first is the older one. A host knows every version of its major number up to its own. */
export const compareVersions = (one: SchemaVersion, other: SchemaVersion): number =>
  one.Major - other.Major || one.Minor - other.Minor;
