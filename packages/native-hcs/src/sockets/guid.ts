const GUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

/** The 16 bytes of a GUID in Windows' memory: the first three groups little-endian. Undefined for other text. */
export const guidBytes = (guid: string): Buffer | undefined => {
  const groups = GUID.exec(guid)?.slice(1);
  if (groups === undefined) return undefined;
  return Buffer.concat(
    groups.map((group, index) => {
      const bytes = Buffer.from(group, 'hex');
      return index < 3 ? bytes.reverse() : bytes;
    }),
  );
};

/** The lower-case text of 16 bytes of memory. */
export const guidText = (bytes: Uint8Array): string => {
  const copy = Buffer.from(bytes);
  const hex = [
    copy.subarray(0, 4).reverse(),
    copy.subarray(4, 6).reverse(),
    copy.subarray(6, 8).reverse(),
    copy.subarray(8, 10),
    copy.subarray(10, 16),
  ];
  return hex.map((group) => group.toString('hex')).join('-');
};
