import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import koffi from 'koffi';
import type { LibraryName, LibraryPaths } from '../../src/calls/libraries.js';

const workspace = resolve(__dirname, '../../../..');

/** Built here on Linux; on Windows whoever runs the tests has built it before, and says where it is. */
const build = (): string => {
  if (process.env['UVMKIT_STAND_IN']) return process.env['UVMKIT_STAND_IN'];
  const script = resolve(workspace, 'tools/windows/build-stand-in.mjs');
  const out = execFileSync(process.execPath, [script, '--target', 'linux'], { encoding: 'utf8' });
  return out.trim().split('\n')[0] ?? '';
};

/** Why there is no stand-in here, or undefined. */
export let missing: string | undefined;
let path = '';
try {
  path = build();
} catch (error) {
  if (process.env['UVMKIT_REQUIRE_WINDOWS']) throw error;
  missing = 'the stand-in library is built with gcc, which is missing or failed';
}

/** `describe` for what needs the stand-in library; where it cannot be built the reason stands in the name. */
export const withStandIn: typeof describe = missing
  ? (Object.assign(
      (name: string, body: () => void) => describe.skip(`${name} (${missing})`, body),
      describe,
    ) as typeof describe)
  : describe;

/** Played by the stand-in everywhere. On Windows the rest is Windows' own (or Wine's). */
const played: readonly LibraryName[] = [
  'computecore',
  'computenetwork',
  'computestorage',
  'kernel32',
  'ole32',
  'ws2_32',
];

const pathsOf = (file: string): LibraryPaths => Object.fromEntries(played.map((name) => [name, file]));

export const libraries: LibraryPaths = pathsOf(path);

/** As on Windows 10 1809, which lacks functions. */
export const librariesOf1809: LibraryPaths = pathsOf(path.replace(/(\.\w+)$/, '-1809$1'));

export const answerFlags = { neverCompletes: 1, completesAtOnce: 2, behavesToo: 4 } as const;

/** One scripted answer of one function. */
export interface Answer {
  /** What the call itself returns; 0 by default. */
  readonly result?: number;
  /** The HRESULT of its operation; 0 by default. */
  readonly completion?: number;
  readonly document?: string;
  readonly delayMs?: number;
  readonly flags?: number;
  /** Calls to let pass before. */
  readonly skip?: number;
}

/** Drives the stand-in: its scripts, its guests, its counters. */
export interface StandIn {
  reset(): void;
  script(functionName: string, answer: Answer): void;
  count(what: string): number;
  emit(id: string, type: number, data: string | null, times?: number): void;
  exit(id: string, document: string | null): void;
  disconnect(): void;
  listenerPort(vmId: Uint8Array, serviceId: Uint8Array): number;
  guestListener(vmId: Uint8Array, serviceId: Uint8Array, tcpPort: number): void;
}

export const openStandIn = (file = path): StandIn => {
  const library = koffi.load(file);
  const reset = library.func('StandInReset', 'void', []);
  const script = library.func('StandInScript', 'void', [
    'str16',
    'uint32_t',
    'int32_t',
    'int32_t',
    'str16',
    'uint32_t',
    'uint32_t',
  ]);
  const count = library.func('StandInCount', 'int64_t', ['str16']);
  const emit = library.func('StandInEmit', 'void', ['str16', 'int32_t', 'str16', 'uint32_t']);
  const exit = library.func('StandInExit', 'void', ['str16', 'str16']);
  const disconnect = library.func('StandInDisconnect', 'void', []);
  const guid = koffi.pointer('uint8_t');
  return {
    reset: () => void reset(),
    script: (name, { skip = 0, result = 0, completion = 0, document, delayMs = 0, flags = 0 }) =>
      void script(name, skip, result | 0, completion | 0, document ?? null, delayMs, flags),
    count: (what) => Number(count(what)),
    emit: (id, type, data, times = 1) => void emit(id, type | 0, data, times),
    exit: (id, document) => void exit(id, document),
    disconnect: () => void disconnect(),
    listenerPort: (vmId, serviceId) =>
      Number(library.func('StandInListenerPort', 'uint16_t', [guid, guid])(vmId, serviceId)),
    guestListener: (vmId, serviceId, tcpPort) =>
      void library.func('StandInGuestListener', 'void', [guid, guid, 'uint16_t'])(vmId, serviceId, tcpPort),
  };
};
