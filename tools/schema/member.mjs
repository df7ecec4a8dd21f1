// How one field of the facts becomes a member of a codec and of its type.
import { keyOfRef } from './model.mjs';

const INTEGERS = ['int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'];
const WIDE = ['int64', 'uint64'];

/** Members that the reference holds as structures of the OCI runtime specification, and what it writes when unset. */
const FOREIGN = {
  'specs.Spec': '{"ociVersion":""}',
  'specs.WindowsResources': '{}',
  'specs.LinuxResources': '{}',
};

/** Documents that the service writes. What the reference's own structures always write need not be in them. */
const WRITTEN_BY_THE_SERVICE = new Set(['hcs1.ContainerProperties']);

/** `code` is the member's entry in the codec, `type` its type, `required` whether it may be absent. */
export const memberOf = (field, entry, model, used) => {
  const { code, type } = kindOf(field.type, field, entry, model, used);
  const required = field.omitEmptyTag === false && !WRITTEN_BY_THE_SERVICE.has(entry.key);
  const facts = [`of: ${code}`];
  if (field.since) facts.push(`since: '${field.since}'`);
  if (required) facts.push('required: true');
  const written = writtenWhen(field, entry);
  if (written) facts.push(`written: '${written}'`);
  return { code: `{ ${facts.join(', ')} }`, type, required };
};

/** When the reference encoder writes the member, as far as that does not follow from the kind of its values. */
const writtenWhen = (field, entry) => {
  if (field.omittedWhen === 'never') return 'always';
  if (field.omittedWhen === 'absentInHcsshim') return entry.origin === 'docs' ? 'whenSet' : 'never';
  const isScalar = field.type.k !== 'ref' && field.type.k !== 'any' && field.type.k !== 'rawJson';
  return field.type.ptr && (isScalar || field.enum) ? 'whenSet' : undefined;
};

const kindOf = (type, field, entry, model, used) => {
  const shape = (name, typeName) => {
    used.shapes.add(name);
    return { code: name, type: typeName };
  };
  if (type.k === 'array') return listOf(type, field, entry, model, used);
  if (type.k === 'map') return dictionaryOf(type, field, entry, model, used);
  if (field.enum || type.k === 'ref') return reference(field.enum ?? keyOfRef(type), entry, model, used);
  if (INTEGERS.includes(type.k)) return integer(type.k, documentedInteger(field), used);
  switch (type.k) {
    case 'boolean':
      return shape('boolean', 'boolean');
    case 'string':
    case 'macAddress':
    case 'bytesBinary':
      return shape('text', 'string');
    case 'guid':
      return shape('guid', 'string');
    case 'dateTime':
      return shape('dateTime', 'string');
    case 'bytesBase64':
      return shape('base64', 'string');
    case 'float64':
      return shape('float64', 'number');
    case 'any':
    case 'rawJson':
      if (!FOREIGN[type.external]) return shape('anything', 'unknown');
      used.shapes.add('foreign');
      return { code: `foreign('${FOREIGN[type.external]}')`, type: 'unknown' };
    default:
      throw new Error(`${entry.key}.${field.name}: no rule for ${type.k}`);
  }
};

const reference = (key, entry, model, used) => {
  const target = model.byKey.get(key);
  if (!target) throw new Error(`${entry.key} refers to ${key}, which does not exist`);
  used.keys.add(key);
  if (target !== entry) return { code: target.name, type: target.name };
  used.shapes.add('lazy');
  return { code: `lazy(() => ${target.name})`, type: target.name };
};

const integer = (client, documented, used) => {
  const isWide = WIDE.includes(client) || WIDE.includes(documented);
  if (isWide) used.shapes.add('type Integer64');
  const type = isWide ? 'Integer64' : 'number';
  if (!documented || documented === client) {
    used.shapes.add(client);
    return { code: client, type };
  }
  used.shapes.add('either');
  return { code: `either('${client}', '${documented}')`, type };
};

/** The integer type in Microsoft's documentation: of the field, or of the items when it is an array. */
const documentedInteger = ({ documentedType = '' }) => {
  const bare = /^<(\w+)(?:, \d+)?> array$/.exec(documentedType)?.[1] ?? documentedType;
  return INTEGERS.includes(bare) ? bare : undefined;
};

const listOf = (type, field, entry, model, used) => {
  used.shapes.add('list');
  const item = kindOf(type.of, field, entry, model, used);
  const length = type.fixedLength ? `, ${type.fixedLength}` : '';
  return { code: `list(${item.code}${length})`, type: `readonly ${item.type}[]` };
};

const dictionaryOf = (type, field, entry, model, used) => {
  used.shapes.add('dictionary');
  const item = kindOf(type.of, field, entry, model, used);
  const documentedKey = /^Map<(\w+),/.exec(field.documentedType ?? '')?.[1] ?? type.key;
  const names = /int/.test(documentedKey) ? ", 'decimal'" : '';
  return { code: `dictionary(${item.code}${names})`, type: `Readonly<Record<string, ${item.type}>>` };
};
