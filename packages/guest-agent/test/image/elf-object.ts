/** A 64-bit ELF object with the given sections, as a compiler would leave one: headers last. */
export const elfObject = (sections: Readonly<Record<string, string>>): Buffer => {
  const names = ['', ...Object.keys(sections), '.shstrtab'];
  const nameTable = Buffer.from(`${names.join('\0')}\0`);
  const contents = [Buffer.alloc(0), ...Object.values(sections).map((text) => Buffer.from(text)), nameTable];

  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt8(2, 4);
  header.writeUInt8(1, 5);
  header.writeUInt16LE(62, 0x12);
  const body = Buffer.concat(contents);
  header.writeBigUInt64LE(BigInt(64 + body.length), 0x28);
  header.writeUInt16LE(contents.length, 0x3c);
  header.writeUInt16LE(contents.length - 1, 0x3e);

  let offset = 64;
  let nameAt = 0;
  const table = contents.map((content, index) => {
    const entry = Buffer.alloc(64);
    entry.writeUInt32LE(nameAt, 0);
    entry.writeBigUInt64LE(BigInt(offset), 0x18);
    entry.writeBigUInt64LE(BigInt(content.length), 0x20);
    offset += content.length;
    nameAt += (names[index]?.length ?? 0) + 1;
    return entry;
  });
  return Buffer.concat([header, body, ...table]);
};

export const kernelModule = (info: Readonly<Record<string, string>>): Buffer =>
  elfObject({
    '.text': 'code',
    '.modinfo': Object.entries(info)
      .map(([key, value]) => `${key}=${value}\0`)
      .join(''),
  });
