import { access, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.js';
import { runTool, type ToolResult } from './run-tool.js';

/** Hears what is going on: sizes before a download, counts while it runs. */
export type Progress = (message: string) => void;

export interface ArchiveOptions {
  /** Folder that this module may fill: package lists and downloads. */
  readonly stateFolder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The distribution's own package archive, used by an ordinary user and without touching the system: apt with a private
 * state folder and the system's sources, packages unpacked and never installed.
 */
export class DebianArchive {
  readonly #state: string;
  readonly #progress: Progress;
  readonly #signal: AbortSignal | undefined;
  #lists: Promise<void> | undefined;

  constructor({ stateFolder, progress, signal }: ArchiveOptions) {
    this.#state = stateFolder;
    this.#progress = progress;
    this.#signal = signal;
  }

  /** Whether this machine has the tools: apt-get, apt-cache and dpkg-deb. */
  static async isAvailable(): Promise<boolean> {
    const tools = ['/usr/bin/apt-get', '/usr/bin/apt-cache', '/usr/bin/dpkg-deb'];
    return (await Promise.allSettled(tools.map((tool) => access(tool)))).every(
      ({ status }) => status === 'fulfilled',
    );
  }

  /**
   * The packages that a package depends on, such as the newest kernel behind `linux-image-cloud-amd64`. None for a package
   * that the sources do not have.
   */
  async dependenciesOf(name: string): Promise<readonly string[]> {
    await this.#updateLists();
    const known = await this.#apt('apt-cache', [
      'search',
      '--names-only',
      `^${name.replace(/[.+]/g, '\\$&')}$`,
    ]);
    if (known.stdout.trim() === '') return [];
    const { stdout } = await this.#apt('apt-cache', ['depends', '--important', name]);
    return [...stdout.matchAll(/^\s+(?:Pre)?Depends: ([a-z0-9][a-z0-9.+-]*)$/gm)].map(
      ([, found]) => found as string,
    );
  }

  /** What installing a package would add to this system, itself always included; nothing is installed. */
  async missingFor(name: string): Promise<readonly string[]> {
    await this.#updateLists();
    const { stdout } = await this.#apt('apt-get', ['-s', '-y', '--no-install-recommends', 'install', name]);
    const missing = [...stdout.matchAll(/^Inst ([a-z0-9][a-z0-9.+-]*)/gm)].map(
      ([, found]) => found as string,
    );
    return missing.length > 0 ? missing : [name];
  }

  /** Downloads packages and unpacks them into one folder. */
  async unpack(names: readonly string[], into: string): Promise<void> {
    await this.#updateLists();
    await this.#announce(names);
    await mkdir(this.#state, { recursive: true });
    const downloads = await mkdtemp(join(this.#state, 'download-'));
    try {
      let fetched = 0;
      await this.#apt('apt-get', ['-q', 'download', ...names], {
        cwd: downloads,
        onLine: (line) => {
          if (!line.startsWith('Get:')) return;
          fetched += 1;
          this.#progress(`fetching ${fetched} of ${names.length}`);
        },
      });
      await mkdir(into, { recursive: true });
      for (const file of (await readdir(downloads)).filter((found) => found.endsWith('.deb'))) {
        await this.#run('dpkg-deb', ['-x', join(downloads, file), into], `${file} could not be unpacked.`);
      }
    } finally {
      await rm(downloads, { recursive: true, force: true });
    }
  }

  async #announce(names: readonly string[]): Promise<void> {
    const { stdout } = await this.#apt('apt-get', ['-q', '--print-uris', 'download', ...names]);
    const sizes = [...stdout.matchAll(/^'[^']*' \S+ (\d+)/gm)].map(([, size]) => Number(size));
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1_000_000;
    const what = names.length === 1 ? names[0] : `${names.length} packages`;
    this.#progress(`downloading ${what}, ${megabytes.toFixed(1)} MB, from this system's package sources`);
  }

  #updateLists(): Promise<void> {
    this.#lists ??= (async () => {
      await mkdir(join(this.#state, 'lists', 'partial'), { recursive: true });
      await mkdir(join(this.#state, 'cache', 'archives', 'partial'), { recursive: true });
      this.#progress('reading the package lists');
      await this.#apt('apt-get', ['-q', 'update']);
    })();
    return this.#lists;
  }

  #apt(tool: string, args: readonly string[], more: { cwd?: string; onLine?: (line: string) => void } = {}) {
    const privateState = [`Dir::State::lists=${this.#state}/lists`, `Dir::Cache=${this.#state}/cache`];
    const options = [...privateState, 'APT::Sandbox::User=', 'Acquire::Retries=2'].flatMap((option) => [
      '-o',
      option,
    ]);
    return this.#run(tool, [...options, ...args], `${tool} failed.`, more);
  }

  async #run(
    program: string,
    args: readonly string[],
    failure: string,
    more: { cwd?: string; onLine?: (line: string) => void } = {},
  ): Promise<ToolResult> {
    const result = await runTool(program, args, { ...more, signal: this.#signal });
    if (result.status === 0) return result;
    const { status, stderr } = result;
    throw errors.UVM_DOWNLOAD_FAILED(`${failure} ${stderr.trim().slice(-500)}`, { program, args, status });
  }
}
