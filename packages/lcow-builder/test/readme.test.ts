import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { transformSync } from '@swc/core';
import * as builder from '../src/index.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const EXAMPLE = /```ts\n([\s\S]*?)```(?:\n\nprints\n\n```text\n([\s\S]*?)\n```)?/u;

/** Sections with an example: title, code, and what it prints by a block of its own or by comments. */
const examples = readme.split(/^##+ /mu).flatMap((section): [string, string, string[]][] => {
  const [, code, block] = EXAMPLE.exec(section) ?? [];
  if (code === undefined) return [];
  const comments = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/gu)];
  const promised = block?.split('\n') ?? comments.flatMap(([, text = '']) => text.split(', then '));
  return [[section.split('\n')[0] ?? '', code, promised]];
});

test('there are examples', () => {
  expect(examples.map(([title]) => title)).toEqual(['Example', 'Annotations of pods', 'Tables of devices']);
});

test.each(examples)('%s: it prints what it says', async (_, code, promised) => {
  const body = code.replace(/^import (\{[^}]*\}) from '@uvmkit\/lcow-builder';$/mu, 'const $1 = builder;');
  const script = transformSync(`(async () => {${body}})()`, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  const printed: string[] = [];
  const log = (...values: unknown[]): void => {
    printed.push(values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '));
  };
  await runInNewContext(script.code, { builder, console: { log } });
  expect(promised.length).toBeGreaterThan(0);
  expect(printed).toEqual(promised);
});
