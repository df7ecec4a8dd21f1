import { execFileSync } from 'node:child_process';
import type { CpioEntry } from './cpio-archive.js';
import { initScript, moduleLists } from './init-script.js';
import { guestLayout } from './layout.js';
import type { KernelModule } from './module-store.js';

/** Everything that the initial RAM disk holds, by where it comes from. */
export interface ImageContents {
  readonly busybox: string;
  readonly node: string;
  readonly agent: string;
  readonly koffiAddon: string;
  /** Absolute paths; the guest has them in the same places. */
  readonly libraries: readonly string[];
  /** In the order of loading. */
  readonly channel: readonly KernelModule[];
  readonly others: readonly KernelModule[];
}

const BUSYBOX = '/bin/busybox';
const mountPoints = ['/dev', '/proc', '/run', '/sys', '/tmp', '/mnt', '/root', '/var'];

/** The entries of the archive, folders before what is in them. */
export function* imageEntries(contents: ImageContents): Generator<CpioEntry> {
  const { channel, others } = contents;
  const loadedLater = others.filter(({ name }) => channel.every((module) => module.name !== name));
  const entries: CpioEntry[] = [
    ...mountPoints.map((path) => ({ kind: 'folder' as const, path, mode: 0o755 })),
    // The kernel opens the console for the first process before that can mount anything.
    { kind: 'device', path: '/dev/console', mode: 0o600, major: 5, minor: 1 },
    { kind: 'device', path: '/dev/null', mode: 0o666, major: 1, minor: 3 },
    { kind: 'file', path: '/init', mode: 0o755, content: Buffer.from(initScript) },
    {
      kind: 'file',
      path: '/etc/passwd',
      mode: 0o644,
      content: Buffer.from('root:x:0:0:root:/root:/bin/sh\n'),
    },
    { kind: 'file', path: '/etc/group', mode: 0o644, content: Buffer.from('root:x:0:\n') },
    { kind: 'file', path: '/etc/hosts', mode: 0o644, content: Buffer.from('127.0.0.1 localhost\n') },
    { kind: 'file', path: BUSYBOX, mode: 0o755, content: { from: contents.busybox } },
    ...appletPaths(contents.busybox).map((path) => ({ kind: 'link' as const, path, target: BUSYBOX })),
    { kind: 'file', path: guestLayout.node, mode: 0o755, content: { from: contents.node } },
    ...contents.libraries.map((path) => ({
      kind: 'file' as const,
      path,
      mode: 0o755,
      content: { from: path },
    })),
    { kind: 'file', path: guestLayout.agent, mode: 0o644, content: { from: contents.agent } },
    { kind: 'file', path: guestLayout.koffiAddon, mode: 0o755, content: { from: contents.koffiAddon } },
    ...moduleEntries([...channel, ...loadedLater]),
    moduleList(moduleLists.channel, channel),
    moduleList(moduleLists.others, loadedLater),
  ];
  yield* withFolders(entries);
}

const moduleFile = ({ name }: KernelModule): string => `${name}.ko`;

const moduleEntries = (modules: readonly KernelModule[]): readonly CpioEntry[] =>
  modules.map((module) => ({
    kind: 'file',
    path: `${guestLayout.modules}/${moduleFile(module)}`,
    mode: 0o644,
    content: module.content,
  }));

const moduleList = (name: string, modules: readonly KernelModule[]): CpioEntry => ({
  kind: 'file',
  path: `${guestLayout.modules}/${name}`,
  mode: 0o644,
  content: Buffer.from(modules.map((module) => `${moduleFile(module)}\n`).join('')),
});

/** The places that busybox's applets belong to. It is static and of this architecture, so it can be asked. */
const appletPaths = (busybox: string): readonly string[] =>
  execFileSync(busybox, ['--list-full'], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && `/${path}` !== BUSYBOX)
    .map((path) => `/${path}`);

function* withFolders(entries: readonly CpioEntry[]): Generator<CpioEntry> {
  const made = new Set<string>();
  for (const entry of entries) {
    const parts = entry.path.split('/').slice(1, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const path = `/${parts.slice(0, depth).join('/')}`;
      if (made.has(path)) continue;
      made.add(path);
      yield { kind: 'folder', path, mode: 0o755 };
    }
    if (entry.kind === 'folder') made.add(entry.path);
    yield entry;
  }
}
