import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { transformSync } from '@swc/core';
import * as schema from '../src/index.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

test("the README's example prints what it says", () => {
  const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
  const { code } = transformSync(example, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const printed: unknown[] = [];
  const requested: string[] = [];
  const require = (name: string): unknown => {
    requested.push(name);
    return schema;
  };
  runInNewContext(code, { require, exports: {}, console: { log: (line: unknown) => printed.push(line) } });
  expect(requested).toEqual(['@uvmkit/hcs-schema']);
  expect(promised.length).toBeGreaterThan(0);
  expect(printed).toEqual(promised);
});
