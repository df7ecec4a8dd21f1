import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { MessageType } from './message-types.js';
import { MAP_ENTRY } from './wire.js';

/** The fields of a message that were set, by name. Of a field that was set several times the last value. */
export interface FieldValues {
  readonly numbers: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, string>;
  readonly flags: ReadonlyMap<string, boolean>;
  readonly maps: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Reads a message whose encoding was checked: every field in it is of the type, and encoded as the type says. */
export const readFields = (message: Uint8Array, type: MessageType): FieldValues => {
  const fields = new Map(type.fields.map((field) => [field.number, field]));
  const numbers = new Map<string, number>();
  const texts = new Map<string, string>();
  const flags = new Map<string, boolean>();
  const maps = new Map<string, Map<string, string>>();
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const { name, kind } = fields.get(number) ?? { name: '', kind: 'bytes' };
    switch (kind) {
      case 'bool':
        flags.set(name, reader.bool());
        break;
      case 'int32':
      case 'enum':
        numbers.set(name, reader.int32());
        break;
      case 'string':
        texts.set(name, reader.string());
        break;
      case 'map': {
        const { texts: entry } = readFields(reader.bytes(), MAP_ENTRY);
        const map = maps.get(name) ?? new Map<string, string>();
        maps.set(name, map.set(entry.get('key') ?? '', entry.get('value') ?? ''));
        break;
      }
      default:
        reader.skip(wire);
    }
  }
  return { numbers, texts, flags, maps };
};
