/** The corpora's typed spelling of a field's value. Whole numbers at the top level of an entry arrive as `bigint`. */
export const typedValue = (value) => {
  switch (typeof value) {
    case 'string':
      return { t: 'string', v: value };
    case 'boolean':
      return { t: 'bool', v: value };
    case 'bigint':
      return { t: 'int64', v: String(value) };
    case 'number':
      return { t: 'float64', v: Object.is(value, -0) ? '-0' : String(value), bits: bitsOf(value) };
    default:
      return typedObject(value);
  }
};

const typedObject = (value) => {
  if (value === null) return { t: 'null' };
  if (value instanceof Uint8Array) return { t: 'string', base64: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { t: 'array', v: value.map(typedValue) };
  return { t: 'object', v: typedFields(value) };
};

/** A map without a prototype, since fields may be called `__proto__`. */
export const typedFields = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, typedValue(value)]));

const bitsOf = (value) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};
