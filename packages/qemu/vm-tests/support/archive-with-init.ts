/** An archive (cpio, newc) with nothing but `/init`. Behind another archive it replaces the `/init` of that. */
export const archiveWithInit = (script: string): Buffer =>
  Buffer.concat([
    Buffer.alloc(512),
    entry('init', 0o100755, Buffer.from(`#!/bin/sh\n${script}\n`)),
    entry('TRAILER!!!', 0, Buffer.alloc(0)),
  ]);

const entry = (name: string, mode: number, content: Buffer): Buffer => {
  const fields = [1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0];
  const hex = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return Buffer.concat([padded(Buffer.from(`070701${hex}${name}\0`)), padded(content)]);
};

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
