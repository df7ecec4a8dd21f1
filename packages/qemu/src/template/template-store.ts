import { createHash, randomUUID } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Account } from '../process/launch-command.js';
import { lockFile } from './lock-file.js';

/** A saved guest: its memory and the state of its devices. */
export interface Template {
  readonly folder: string;
  readonly ram: string;
  readonly state: string;
}

/** Templates by key, shared by all processes that use the folder. */
export interface TemplateStore {
  /** The template of that key; made by `make` when there is none or it is damaged. Concurrent callers wait. */
  get(key: string, make: (unfinished: Template) => Promise<void>, signal: AbortSignal): Promise<Template>;
  remove(template: Template): Promise<void>;
}

/** Templates that are kept; the ones not used for longest go first. A template is as large as its guest's used memory. */
export const MAX_TEMPLATES = 8;

const Manifest = t.type({ format: t.literal(1), ramBytes: t.number, stateSha256: t.string }, 'Manifest');

const templateIn = (folder: string): Template => ({
  folder,
  ram: path.join(folder, 'ram'),
  state: path.join(folder, 'state'),
});

const manifestOf = (folder: string): string => path.join(folder, 'manifest.json');

/** The key of everything that a template depends on. */
export const templateKey = (parts: object): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** @param owner QEMU's account, which has to be able to write the memory file; undefined: that of this process */
export const createTemplateStore = (root: string, owner: Account | undefined): TemplateStore => {
  const make = async (folder: string, fill: (unfinished: Template) => Promise<void>): Promise<void> => {
    const unfinished = templateIn(path.join(root, `.new-${randomUUID()}`));
    try {
      await mkdir(unfinished.folder, { recursive: true, mode: 0o700 });
      for (const file of [unfinished.ram, unfinished.state]) {
        const handle = await open(file, 'wx', 0o600);
        if (owner) await chown(file, owner.uid, owner.gid);
        await handle.close();
      }
      await fill(unfinished);
      await seal(unfinished);
      await rename(unfinished.folder, folder).catch(async (error: unknown) => {
        // Another process was faster: its template is as good.
        if (!(await isIntact(templateIn(folder)))) throw error;
      });
    } finally {
      await rm(unfinished.folder, { recursive: true, force: true });
    }
  };

  const get: TemplateStore['get'] = async (key, fill, signal) => {
    const folder = path.join(root, key);
    const template = templateIn(folder);
    if (!(await isIntact(template))) {
      await mkdir(root, { recursive: true });
      await using _lock = await lockFile(path.join(root, `${key}.lock`), signal);
      if (!(await isIntact(template))) {
        await rm(folder, { recursive: true, force: true });
        await make(folder, fill);
        await prune(root, folder);
      }
    }
    const now = new Date();
    await utimes(folder, now, now).catch(() => undefined);
    return template;
  };

  return { get, remove: ({ folder }) => rm(folder, { recursive: true, force: true }) };
};

/** Notes what the files are, once they are safely written. */
const seal = async ({ folder, ram, state }: Template): Promise<void> => {
  for (const file of [ram, state]) {
    await using handle = await open(file, 'r+');
    await handle.sync();
  }
  const manifest: t.TypeOf<typeof Manifest> = {
    format: 1,
    ramBytes: (await stat(ram)).size,
    stateSha256: await sha256Of(state),
  };
  await using file = await open(manifestOf(folder), 'wx', 0o600);
  await file.writeFile(JSON.stringify(manifest));
  await file.sync();
};

/** The memory is too large to be read each time: a clone that does not answer tells whether it is damaged. */
const isIntact = async ({ folder, ram, state }: Template): Promise<boolean> => {
  try {
    const manifest = Manifest.decode(JSON.parse(await readFile(manifestOf(folder), 'utf8')));
    if (!isRight(manifest)) return false;
    const { ramBytes, stateSha256 } = manifest.right;
    return (await stat(ram)).size === ramBytes && (await sha256Of(state)) === stateSha256;
  } catch {
    return false;
  }
};

const sha256Of = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

const prune = async (root: string, keep: string): Promise<void> => {
  const names = (await readdir(root)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const folders = await Promise.all(
    names.map(async (name) => {
      const folder = path.join(root, name);
      return {
        folder,
        used: await stat(folder).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      };
    }),
  );
  const oldest = folders.filter(({ folder }) => folder !== keep).sort((a, b) => b.used - a.used);
  for (const { folder } of oldest.slice(MAX_TEMPLATES - 1))
    await rm(folder, { recursive: true, force: true });
};
