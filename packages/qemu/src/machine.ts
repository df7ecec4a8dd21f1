import { open, type FileHandle } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VmExit } from '@uvmkit/hypervisor';
import type { Logger } from '@uvmkit/vmutils';
import type { MachineSettings } from './arguments.js';
import type { ConsoleLines } from './console/console-lines.js';
import { errors } from './errors.js';
import { watchForEnd } from './machine-end.js';
import type { Cleanup } from './process/cleanup.js';
import type { QemuProgram } from './process/launch-command.js';
import { FIRST_FILE, spawnQemu, type QemuProcess } from './process/qemu-process.js';
import { listenOn } from './process/socket-server.js';
import { createStateFolder, type StateFolder } from './process/state-folder.js';
import { connectWhenThere } from './qmp/connect-qmp.js';
import { withCause } from './with-cause.js';
import { openQmp, type QmpClient } from './qmp/qmp-client.js';
import type { QmpEvent } from './qmp/qmp-message.js';

/** A file that QEMU gets as an open descriptor. */
export interface MachineFile {
  readonly path: string;
  readonly flags: 'r' | 'r+';
}

export interface MachineOptions {
  readonly program: QemuProgram;
  /** Folder in which the state folder is made. */
  readonly stateParent: string;
  /** QEMU's arguments, once it is known where its sockets are. */
  readonly args: (sockets: MachineSettings['sockets']) => readonly string[];
  /** See {@link fileInQemu}. */
  readonly files: readonly MachineFile[];
  readonly console: ConsoleLines;
  /** QEMU has connected the guest's channel, for the first time or again. */
  readonly onAgent: (stream: Duplex) => void;
  readonly onEvent: (event: QmpEvent) => void;
  readonly logger: Logger;
}

/** A QEMU whose virtual machine is stopped and ready for `cont`. */
export interface Machine {
  readonly pid: number;
  readonly qmp: QmpClient;
  readonly folder: StateFolder;
  /** Resolves once, when the guest or QEMU has ended for any reason. */
  readonly over: Promise<VmExit>;
}

const QUIT_MS = 1_000;

/** The path under which QEMU finds the file that it got as number `index`. */
export const fileInQemu = (index: number): string => `/proc/self/fd/${FIRST_FILE + index}`;

/** Starts QEMU and connects everything to it. What it makes is in `cleanup` the moment it exists. */
export const launchMachine = async (
  { program, stateParent, args, files, console, onAgent, onEvent, logger }: MachineOptions,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<Machine> => {
  const folder = await createStateFolder(stateParent, program.account);
  await cleanup.add(() => folder.remove());
  const listen = async (path: string, onConnection: (stream: Duplex) => void): Promise<void> => {
    const server = await listenOn(path, onConnection);
    await cleanup.add(() => server.close());
    await folder.own(path);
  };
  await listen(folder.sockets.console, (stream) => stream.on('data', (bytes: Buffer) => console.push(bytes)));
  await listen(folder.sockets.agent, onAgent);
  signal.throwIfAborted();

  const process = await spawnWith(program, args(folder.sockets), files);
  await cleanup.add(() => {
    process.kill();
    return process.exited;
  });
  logger.debug('QEMU started', { pid: process.pid, stateFolder: folder.path });

  const end = watchForEnd(process, console);
  const qmp = await converse(process, folder.sockets.qmp, signal, (event, client) => {
    logger.debug('QEMU event', event);
    end.onEvent(event, client);
    onEvent(event);
  });
  await cleanup.add(() => quit(process, qmp));
  return { pid: process.pid, qmp, folder, over: end.over };
};

/** Opens QMP, or fails as soon as QEMU ends, with its words. */
const converse = async (
  process: QemuProcess,
  socket: string,
  signal: AbortSignal,
  onEvent: (event: QmpEvent, qmp: Promise<QmpClient>) => void,
): Promise<QmpClient> => {
  const ended = new AbortController();
  const failed = process.exited.then((exit) => {
    ended.abort();
    throw errors.UVM_QEMU_START(process.stderrTail(), { ...exit, stderr: process.stderrTail() });
  });
  // Once QEMU runs, its end is none of this function's business.
  failed.catch(() => undefined);
  const connected = connectWhenThere(socket, AbortSignal.any([signal, ended.signal]));
  const stream = await Promise.race([connected, failed]);
  const opening: Promise<QmpClient> = openQmp(stream, (event) => onEvent(event, opening), { signal });
  return withCause(opening, failed);
};

/** Lets QEMU write back what it holds; whoever does not go is killed later. */
const quit = async (process: QemuProcess, qmp: QmpClient): Promise<void> => {
  try {
    await qmp.execute('quit', undefined, { timeoutMs: QUIT_MS });
    await Promise.race([process.exited, sleep(QUIT_MS, undefined, { ref: false })]);
  } catch {
    // It is gone already, or does not listen.
  } finally {
    qmp[Symbol.dispose]();
  }
};

const spawnWith = async (
  program: QemuProgram,
  args: readonly string[],
  files: readonly MachineFile[],
): Promise<QemuProcess> => {
  const handles = await openAll(files);
  try {
    const descriptors = handles.map(({ fd }) => fd);
    return await spawnQemu(program, args, descriptors);
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
};

const openAll = async (files: readonly MachineFile[]): Promise<readonly FileHandle[]> => {
  const handles: FileHandle[] = [];
  try {
    for (const { path, flags } of files) handles.push(await open(path, flags));
    return handles;
  } catch (cause) {
    await Promise.all(handles.map((handle) => handle.close()));
    throw errors.UVM_QEMU_FILE('', { files }, { cause });
  }
};
