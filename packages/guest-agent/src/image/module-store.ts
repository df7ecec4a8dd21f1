import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { errors } from './errors.js';
import { moduleName, readModuleInfo, type ModuleInfo } from './module-info.js';

/** A module with its bytes, ready for an image. */
export interface KernelModule extends ModuleInfo {
  readonly content: Buffer;
}

const MODULE_FILE = /^(.+)\.ko(\.xz|\.zst)?$/;
const MAX_MODULE_BYTES = 64 * 1024 * 1024;

/** The modules of one kernel, as its package lays them out below `lib/modules/<release>`. */
export class ModuleStore {
  readonly #files: ReadonlyMap<string, string>;
  readonly #builtin: ReadonlySet<string>;

  private constructor(files: ReadonlyMap<string, string>, builtin: ReadonlySet<string>) {
    this.#files = files;
    this.#builtin = builtin;
  }

  static async open(folder: string): Promise<ModuleStore> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
      (cause: unknown) => {
        throw errors.UVM_IMAGE_SOURCE(`No kernel modules in ${folder}.`, { folder }, { cause });
      },
    );
    const files = entries.flatMap((entry) => {
      const name = MODULE_FILE.exec(entry.name)?.[1];
      return name && entry.isFile()
        ? [[moduleName(name), join(entry.parentPath ?? entry.path, entry.name)] as const]
        : [];
    });
    const builtin = await readFile(join(folder, 'modules.builtin'), 'utf8').catch(() => '');
    return new ModuleStore(
      new Map(files),
      new Set(builtin.split('\n').map((line) => moduleName(basename(line, '.ko')))),
    );
  }

  /**
   * The modules wanted and all that they need, each behind what it needs. A name that is built into the kernel needs no
   * module. `missing` collects wanted names that this kernel does not have; a missing dependency is an error.
   */
  async closure(
    wanted: readonly string[],
  ): Promise<{ modules: readonly KernelModule[]; missing: readonly string[] }> {
    const loaded = new Map<string, KernelModule>();
    const missing: string[] = [];
    for (const name of wanted) {
      if (this.#has(name)) await this.#add(name, loaded, []);
      else missing.push(name);
    }
    return { modules: [...loaded.values()], missing };
  }

  #has(name: string): boolean {
    return this.#files.has(name) || this.#builtin.has(name);
  }

  async #add(name: string, loaded: Map<string, KernelModule>, above: readonly string[]): Promise<void> {
    if (loaded.has(name) || this.#builtin.has(name) || above.includes(name)) return;
    const file = this.#files.get(name);
    if (file === undefined) {
      throw errors.UVM_IMAGE_KERNEL_MODULE(
        `${above.at(-1)} needs ${name}, which this kernel does not have.`,
        { name },
      );
    }
    const content = await readModule(file);
    const info = readModuleInfo(content, file);
    const below = [...info.softDepends.filter((one) => this.#has(one)), ...info.depends];
    for (const dependency of below) await this.#add(dependency, loaded, [...above, name]);
    loaded.set(name, { ...info, name, content });
  }
}

const run = promisify(execFile);

const readModule = async (file: string): Promise<Buffer> => {
  if ((await stat(file)).size > MAX_MODULE_BYTES)
    throw errors.UVM_IMAGE_KERNEL_MODULE(`${file} is too large.`, { file });
  const unpacker = file.endsWith('.xz') ? 'xz' : file.endsWith('.zst') ? 'zstd' : undefined;
  if (unpacker === undefined) return readFile(file);
  const options = { encoding: 'buffer', maxBuffer: MAX_MODULE_BYTES } as const;
  const { stdout } = await run(unpacker, ['-dc', '--', file], options).catch((cause: unknown) => {
    throw errors.UVM_IMAGE_KERNEL_MODULE(`${unpacker} cannot unpack ${file}.`, { file }, { cause });
  });
  return stdout;
};
