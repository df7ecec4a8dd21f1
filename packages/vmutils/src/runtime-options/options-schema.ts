import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { OPTIONS, type FieldKind, type FieldType } from './message-types.js';

const PACKAGE = OPTIONS.name.slice(0, OPTIONS.name.lastIndexOf('.'));
const MESSAGE = OPTIONS.name.slice(PACKAGE.length + 1);
const ENTRY = 'DefaultContainerAnnotationsEntry';

const SCALARS: Readonly<Partial<Record<FieldKind, Type>>> = {
  bool: Type.BOOL,
  int32: Type.INT32,
  // An open enumeration has the encoding and the values of an int32.
  enum: Type.INT32,
  string: Type.STRING,
};

const describeField = ({ name, number, kind, optional }: FieldType): object => ({
  name,
  number,
  jsonName: name,
  label: kind === 'map' ? Label.REPEATED : Label.OPTIONAL,
  ...(kind === 'map'
    ? { type: Type.MESSAGE, typeName: `.${OPTIONS.name}.${ENTRY}` }
    : { type: SCALARS[kind] ?? Type.BYTES }),
  ...(optional && { proto3Optional: true, oneofIndex: 0 }),
});

/** The options as a protobuf library knows messages. */
export const optionsSchema = (): DescMessage => {
  const file = create(FileDescriptorProtoSchema, {
    name: 'runhcs-options.proto',
    package: PACKAGE,
    syntax: 'proto3',
    messageType: [
      {
        name: MESSAGE,
        field: OPTIONS.fields.map(describeField),
        oneofDecl: [{ name: '_scrub_logs' }],
        nestedType: [
          {
            name: ENTRY,
            options: { mapEntry: true },
            field: [
              describeField({ number: 1, name: 'key', kind: 'string' }),
              describeField({ number: 2, name: 'value', kind: 'string' }),
            ],
          },
        ],
      },
    ],
  });
  const schema = createFileRegistry(file, () => undefined).getMessage(OPTIONS.name);
  if (!schema) throw new Error(`no such message: ${OPTIONS.name}`);
  return schema;
};
