import { isUtf8 } from 'node:buffer';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { FieldKind, FieldType, MessageType } from './message-types.js';

/** What is wrong with the bytes of a message. */
export type WireProblem = 'malformed' | 'invalid-utf8';

/** The bytes of a message, taken apart by what its type knows. */
export interface SortedFields {
  /** Fields of the type, in an encoding that a protobuf library reads as it stands. */
  readonly known: Uint8Array;
  /** All others, as they came. */
  readonly unknown: Uint8Array;
}

/**
 * Checks the encoding of a message and sorts its fields. Protobuf libraries for JavaScript read a known field with another
 * wire type as if it had its own, and let overlong numbers and broken text pass; here the former is an unknown field, as the
 * format's rules have it, and the latter are problems.
 */
export const sortFields = (message: Uint8Array, type: MessageType): SortedFields | WireProblem => {
  const fields = new Map(type.fields.map((field) => [field.number, field]));
  const known: Uint8Array[] = [];
  const unknown: Uint8Array[] = [];
  for (let at = 0; at < message.length;) {
    const tag = readTag(message, at);
    const end = tag && tag.field <= MAX_FIELD ? endOfValue(message, tag, 0) : undefined;
    if (!tag || end === undefined) return 'malformed';
    const field = fields.get(tag.field);
    if (field && WIRE_TYPES[field.kind] === tag.wire) {
      const checked = checkField(message, field, at, tag.end, end);
      if (typeof checked === 'string') return checked;
      known.push(checked);
    } else {
      unknown.push(message.subarray(at, end));
    }
    at = end;
  }
  return { known: Buffer.concat(known), unknown: Buffer.concat(unknown) };
};

const MAX_FIELD = 2 ** 29 - 1;

/** Groups inside each other that are looked into. */
const MAX_GROUPS = 100;

const WIRE_TYPES: Readonly<Record<FieldKind, WireType>> = {
  bool: WireType.Varint,
  enum: WireType.Varint,
  int32: WireType.Varint,
  int64: WireType.Varint,
  uint32: WireType.Varint,
  uint64: WireType.Varint,
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
  map: WireType.LengthDelimited,
};

interface Tag {
  readonly field: number;
  readonly wire: WireType;
  /** Index of the value. */
  readonly end: number;
}

const readVarint = (
  bytes: Uint8Array,
  at: number,
): { readonly value: bigint; readonly end: number } | undefined => {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || (i === 9 && byte > 1)) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return undefined;
};

const readTag = (bytes: Uint8Array, at: number): Tag | undefined => {
  const varint = readVarint(bytes, at);
  if (!varint) return undefined;
  const field = varint.value >> 3n;
  if (field < 1n || field > 0x7fff_ffffn) return undefined;
  return { field: Number(field), wire: Number(varint.value & 7n) as WireType, end: varint.end };
};

/** Index behind a field's value, or undefined if it is cut off or no value. */
const endOfValue = (bytes: Uint8Array, { field, wire, end }: Tag, depth: number): number | undefined => {
  switch (wire) {
    case WireType.Varint:
      return readVarint(bytes, end)?.end;
    case WireType.Bit64:
      return within(bytes, end + 8);
    case WireType.Bit32:
      return within(bytes, end + 4);
    case WireType.LengthDelimited: {
      const length = readVarint(bytes, end);
      return length && length.value <= bytes.length
        ? within(bytes, length.end + Number(length.value))
        : undefined;
    }
    case WireType.StartGroup:
      return depth < MAX_GROUPS ? endOfGroup(bytes, field, end, depth) : undefined;
    default:
      return undefined;
  }
};

const within = (bytes: Uint8Array, end: number): number | undefined =>
  end <= bytes.length ? end : undefined;

const endOfGroup = (bytes: Uint8Array, field: number, start: number, depth: number): number | undefined => {
  for (let at = start; ;) {
    const tag = readTag(bytes, at);
    if (!tag) return undefined;
    if (tag.wire === WireType.EndGroup) return tag.field === field ? tag.end : undefined;
    const end = endOfValue(bytes, tag, depth + 1);
    if (end === undefined) return undefined;
    at = end;
  }
};

const checkField = (
  message: Uint8Array,
  field: FieldType,
  start: number,
  value: number,
  end: number,
): Uint8Array | WireProblem => {
  if (field.kind === 'map') return rebuiltEntry(field.number, contentOf(message, value, end));
  if (field.kind === 'string' && !isUtf8(contentOf(message, value, end))) return 'invalid-utf8';
  return message.subarray(start, end);
};

/** What stands behind the length of a length-delimited value. */
const contentOf = (message: Uint8Array, value: number, end: number): Uint8Array =>
  message.subarray(readVarint(message, value)?.end ?? end, end);

/** Text to text: the only kind of map in these messages. */
export const MAP_ENTRY: MessageType = {
  name: 'map entry',
  fields: [
    { number: 1, name: 'key', kind: 'string' },
    { number: 2, name: 'value', kind: 'string' },
  ],
};

/** A map entry without its unknown fields. */
const rebuiltEntry = (field: number, entry: Uint8Array): Uint8Array | WireProblem => {
  const sorted = sortFields(entry, MAP_ENTRY);
  return typeof sorted === 'string'
    ? sorted
    : new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(sorted.known).finish();
};
