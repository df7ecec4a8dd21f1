// The schema's facts, brought into the form in which they are rendered.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `topics` in the order in which they may import one another, each with its enums and its types, lowest first;
 * `byKey` finds any of them by its key in hcs-schema.json (`Chipset`, `guest.RequestType`).
 */
export const readModel = (folder) => {
  const { types, enums } = readJson(folder, 'hcs-schema.json');
  const byKey = new Map();
  for (const [topic, keys] of Object.entries(readJson(folder, 'topics.json'))) {
    for (const key of keys) byKey.set(key, record(key, types[key], topic));
  }
  for (const key of Object.keys(types)) if (!byKey.has(key)) throw new Error(`topics.json lacks ${key}`);
  placeEnums(enums, byKey);
  addMeanings(folder, byKey);
  const names = [...byKey.values()].map((entry) => entry.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two types would be called ${twice}`);

  const topicNames = [...new Set([...byKey.values()].map((entry) => entry.topic))];
  const topics = topicNames.map((name) => ({
    name,
    entries: inOrder(
      [...byKey.values()].filter((entry) => entry.topic === name),
      byKey,
    ),
  }));
  return { topics, byKey };
};

/** The name in TypeScript: `hcs1.Layer` is Schema1Layer, `guest.SCSIDevice` is GuestSCSIDevice, no underscores. */
export const nameOf = (key) => {
  const [namespace, bare] = key.includes('.') ? key.split('.') : ['', key];
  const prefix = { '': '', hcs1: 'Schema1', guest: 'Guest' }[namespace];
  return prefix + bare.replaceAll('_', '');
};

const readJson = (folder, file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const record = (key, facts, topic) => ({
  kind: 'record',
  key,
  name: nameOf(key),
  topic,
  origin: facts.origin,
  msName: facts.msName,
  fields: facts.fields.map((field) => ({ ...field, refs: refsOf(field) })),
});

/** Every topic has a file that says in words what its types, enums and members mean. */
const addMeanings = (folder, byKey) => {
  for (const topic of new Set([...byKey.values()].map((entry) => entry.topic))) {
    const meanings = readJson(folder, `meanings/${topic}.json`);
    for (const [key, { '': meaning, ...members }] of Object.entries(meanings)) {
      const entry = byKey.get(key);
      if (entry?.topic !== topic) throw new Error(`meanings/${topic}.json: ${key} is not of this topic`);
      entry.meaning = meaning;
      for (const [name, text] of Object.entries(members)) {
        const field = entry.fields.find((candidate) => candidate.name === name);
        if (!field) throw new Error(`meanings/${topic}.json: ${key} has no member ${name}`);
        field.meaning = text;
      }
    }
  }
  for (const entry of byKey.values()) {
    const silent = [entry, ...entry.fields].find(({ meaning }) => meaning === undefined);
    if (silent) throw new Error(`meanings/${entry.topic}.json lacks ${entry.key}, ${silent.name}`);
  }
};

/** The keys of the types and enums that a field names. */
const refsOf = (field) => {
  const keys = [];
  if (field.enum) keys.push(field.enum);
  for (let type = field.type; type; type = type.of) {
    if (type.k === 'ref' && !field.enum) keys.push(keyOfRef(type));
  }
  return keys;
};

export const keyOfRef = ({ ns, name }) => (ns === 'hcs2' ? name : `${ns}.${name}`);

/** An enum lives with its users; one that several topics use, or none, in a topic of its own kind. */
const placeEnums = (enums, byKey) => {
  for (const [key, facts] of Object.entries(enums)) {
    const users = [...byKey.values()].filter((entry) =>
      entry.fields?.some((field) => field.refs.includes(key)),
    );
    const topics = new Set(users.map((user) => user.topic));
    const topic = topics.size === 1 ? [...topics][0] : 'shared-enums';
    byKey.set(key, {
      kind: 'enum',
      key,
      name: nameOf(key),
      topic,
      facts,
      fields: [],
    });
  }
};

/** Enums, then types after the types that they contain. A type may contain itself. */
const inOrder = (entries, byKey) => {
  const done = new Set(entries.filter((entry) => entry.kind === 'enum'));
  const visit = (entry, above) => {
    if (done.has(entry)) return;
    if (above.includes(entry)) throw new Error(`${entry.key} contains itself by way of ${above.at(-1).key}`);
    for (const key of entry.fields.flatMap((field) => field.refs)) {
      const part = byKey.get(key);
      if (part.topic === entry.topic && part !== entry) visit(part, [...above, entry]);
    }
    done.add(entry);
  };
  for (const entry of entries) visit(entry, []);
  return [...done];
};
