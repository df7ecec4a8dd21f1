import { ComputeSystem, decode, jsonSchemaOf, print } from '@uvmkit/hcs-schema';
import { documents } from './documents.mjs';
import { plainCodec } from './plain-io-ts.mjs';
import { ratio } from './ratio.mjs';

const plain = plainCodec(jsonSchemaOf(ComputeSystem));

/** Reading one character makes the engine put a concatenated string together, as any use of it would. */
const used = (text) => text.charCodeAt(text.length >> 1);

for (const { name, document } of documents) {
  const text = JSON.stringify(document);
  if (!decode(ComputeSystem, text).ok || plain.decode(document)._tag !== 'Right')
    throw new Error('a bench document is wrong');
  if (print(document, { compat: 'hcsshim' }) !== print(JSON.parse(text)))
    throw new Error('a document prints wrongly');

  await ratio(
    name,
    ['decode', () => decode(ComputeSystem, document)],
    ['plain io-ts decode', () => plain.decode(document)],
    { atLeast: 2.5 },
  );
  await ratio(
    name,
    ['guard', () => ComputeSystem.is(document)],
    ['plain io-ts decode', () => plain.decode(document)],
    { atLeast: 2.5 },
  );
  await ratio(
    name,
    ['parse + check', () => decode(ComputeSystem, text)],
    ['JSON.parse', () => JSON.parse(text)],
    { atMost: 2 },
  );
  await ratio(
    name,
    ['print', () => used(print(document))],
    ['JSON.stringify', () => used(JSON.stringify(document))],
    { atMost: 2 },
  );
  await ratio(
    name,
    ["print compat: 'hcsshim'", () => used(print(document, { compat: 'hcsshim' }))],
    ['JSON.stringify', () => used(JSON.stringify(document))],
    { atMost: 2 },
  );
}
