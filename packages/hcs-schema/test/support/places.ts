import type { AnyCodec } from '../../src/index.js';
import { resolve, schemaOf, type SchemaNode } from './arbitrary.js';

/** A part of a document, with what its schema says of it. */
export interface Place {
  /** Spelt as problems spell it. */
  readonly path: string;
  readonly parentPath: string;
  /** From the document's root: member names, entry names, indexes. */
  readonly steps: readonly (string | number)[];
  readonly kind: 'member' | 'entry' | 'item';
  readonly schema: SchemaNode | true;
  readonly isRequired: boolean;
}

/** Every part of a valid document, in no particular order. */
export const placesOf = (codec: AnyCodec, document: unknown): Place[] => {
  const root = schemaOf(codec);
  const places: Place[] = [];

  const visit = (value: unknown, given: SchemaNode | true, path: string, steps: Place['steps']): void => {
    const schema = resolve(given, root);
    if (schema === true || typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      const [kind, of, at] = partOf(schema, name, path);
      const isRequired = schema.required?.includes(name) ?? false;
      const place = {
        path: at,
        parentPath: path,
        steps: [...steps, kind === 'item' ? Number(name) : name],
        kind,
      };
      places.push({ ...place, schema: resolve(of, root), isRequired });
      visit(part, of, at, place.steps);
    }
  };

  visit(document, root, '', []);
  return places;
};

const partOf = (
  schema: SchemaNode,
  name: string,
  path: string,
): [Place['kind'], SchemaNode | true, string] => {
  if (schema.type === 'array') return ['item', schema.items ?? true, `${path}[${name}]`];
  const member = schema.properties?.[name];
  if (member !== undefined) return ['member', member, path === '' ? name : `${path}.${name}`];
  const of = schema.additionalProperties;
  return ['entry', typeof of === 'object' ? of : true, `${path}[${JSON.stringify(name)}]`];
};

/** A copy of the document in which `change` was applied to the object or list that holds the place. */
export const changedAt = (
  document: unknown,
  steps: Place['steps'],
  change: (holder: Record<string | number, unknown>, last: string | number) => void,
): unknown => {
  const copy = structuredClone(document);
  let holder = copy as Record<string | number, unknown>;
  for (const step of steps.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  change(holder, steps.at(-1) ?? '');
  return copy;
};
