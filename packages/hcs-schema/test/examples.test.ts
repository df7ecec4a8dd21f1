import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as schema from '../src/index.js';

interface Example {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

const { examples } = JSON.parse(
  readFileSync(join(__dirname, 'fixtures/reference-examples.json'), 'utf8'),
) as { examples: Example[] };

const codecOf = (type: string): schema.Codec<unknown> =>
  (schema as unknown as Record<string, schema.Codec<unknown>>)[type] ?? fail(type);

const fail = (type: string): never => {
  throw new Error(`no codec for ${type}`);
};

describe('the reference examples', () => {
  test.each(examples)('$name prints byte for byte', ({ type, text }) => {
    const map = /^map<string, (\w+)>$/.exec(type)?.[1];
    const texts = map
      ? Object.entries(JSON.parse(text) as object).map(([, value]) => value as unknown)
      : [text];
    for (const input of texts) {
      const codec = codecOf(map ?? type);
      const result = schema.decode(codec, input);
      expect(result).toMatchObject({ ok: true, warnings: [] });
      const value = result.ok ? result.value : undefined;
      const expected = map ? text.slice(text.indexOf(':') + 1, -1) : text;
      expect(schema.print(value, { as: codec, compat: 'hcsshim' })).toBe(expected);
      expect(schema.print(value, { as: codec })).toBe(expected);
    }
  });
});
