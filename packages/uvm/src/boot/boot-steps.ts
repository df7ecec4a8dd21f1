import { connectBridge, gcsPorts } from '@uvmkit/gcs-bridge';
import { forwardGcsLog } from '@uvmkit/gcs-log';
import { buildLcowDocument, defaultLcowOptions, updateBootFilesPath } from '@uvmkit/lcow-builder';
import type { ComputeSystem } from '@uvmkit/hcs';
import { UvmError } from '@uvmkit/vmutils';
import { finished } from 'node:stream/promises';
import { errors } from '../errors.js';
import type { BootContext, BootPort } from './boot-context.js';
import { documentFiles } from './document-files.js';
import type { Step } from './run-steps.js';
import { memoryProblem } from './memory-problem.js';
import { teeLogger } from './tee-logger.js';

/** What the guest's init takes from the host before anything else (gcs-bridge facts, §1). */
const ENTROPY_BYTES = 512;

const bootPorts: Readonly<Record<BootPort, number>> = {
  entropy: gcsPorts.entropy,
  log: gcsPorts.log,
  bridge: gcsPorts.bridge,
};

type BootStep = Step<BootContext>;

const checkHost: BootStep = {
  name: 'check host',
  run: ({ engine }, signal) => engine.check(signal),
};

const buildDocument: BootStep = {
  name: 'build document',
  async run(context) {
    const { id, engine, options } = context;
    const defaults = defaultLcowOptions(engine.builderHost, id);
    const located = updateBootFilesPath(
      { ...defaults, ...options },
      engine.bootFilesPath,
      engine.builderHost,
    );
    const built = buildLcowDocument(located, engine.builderHost);
    const problems = [...(built.ok ? [] : built.problems), ...memoryProblem(located, engine)];
    if (!built.ok || problems.length > 0) {
      const list = problems.map(({ path, message, remedy }) => `${path}: ${message} ${remedy}`);
      throw errors.UVM_OPTIONS_INVALID(list.join(' '), { problems });
    }
    context.document = built.document;
  },
};

const createSystem: BootStep = {
  name: 'create',
  async run(context, signal) {
    const { id, engine, document, watch, consoleTail } = context;
    const system = await engine.host.create(id, present(document), { signal });
    context.system = system;
    context.consoleSubscription = system.console?.onLine((line) => {
      consoleTail.push(line);
      watch.progress(`console: ${line}`);
    });
  },
  async undo(context) {
    const { system } = context;
    context.consoleSubscription?.[Symbol.dispose]();
    if (system === undefined) return;
    try {
      await end(system);
    } finally {
      await system.close();
    }
  },
};

const ended: readonly string[] = ['UVM_HCS_SYSTEM_ALREADY_STOPPED', 'UVM_HCS_SYSTEM_NOT_FOUND'];

const end = async (system: ComputeSystem): Promise<void> => {
  try {
    await system.terminate();
  } catch (error) {
    if (!(error instanceof UvmError && ended.includes(error.code))) throw error;
  }
};

/** The system's end takes no grant back: they are entries in the access lists of the files. */
const grantAccess: BootStep = {
  name: 'grant access',
  async run({ engine: { fileAccess }, system, document, grants }, signal) {
    if (fileAccess === undefined) return;
    const { id } = present(system);
    for (const file of documentFiles(present(document))) {
      signal.throwIfAborted();
      const granted = fileAccess.grant(id, file);
      grants.set(file, granted);
      await granted;
    }
  },
  async undo({ engine: { fileAccess }, system, grants }) {
    const revocations = [...grants].map(async ([file, granted]) => {
      const stands = await granted.then(
        () => true,
        (error: unknown) => error instanceof UvmError && error.code === 'UVM_TIMEOUT',
      );
      if (stands) await fileAccess?.revoke(present(system).id, file);
    });
    grants.clear();
    const failures = (await Promise.allSettled(revocations)).filter((end) => end.status === 'rejected');
    if (failures.length > 0) {
      throw new AggregateError(
        failures.map(({ reason }) => reason),
        'access to files could not be taken back',
      );
    }
  },
};

const listen: BootStep = {
  name: 'listen',
  async run({ system, listeners, connections }, signal) {
    for (const [name, port] of Object.entries(bootPorts) as [BootPort, number][]) {
      const listener = await present(system).listen(port);
      listeners.set(name, listener);
      const connection = listener.accept({ signal });
      // The guest may reset it before its step comes; the step then finds a stream that has ended.
      connection.then((stream) => stream.on('error', ignore), ignore);
      connections.set(name, connection);
    }
  },
  async undo({ listeners, connections }) {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
    for (const connection of connections.values()) {
      connection.then(
        (stream) => stream.destroy(),
        () => undefined,
      );
    }
  },
};

const start: BootStep = {
  name: 'start',
  async run({ system, watch }, signal) {
    const created = present(system);
    void created.exited.then((status) =>
      watch.fail(errors.UVM_ENDED(`Exit type ${status.ExitType}.`, { status })),
    );
    await created.start({ signal });
  },
};

/** A guest that starts from a template prints nothing more: its first connection is as good a sign of life. */
const kernelOutput: BootStep = {
  name: 'kernel output',
  async run({ system, connections, consoleTail }) {
    const guestConsole = present(system).console;
    if (guestConsole === undefined || consoleTail.lines().length > 0) return;
    let subscription: Disposable | undefined;
    const firstLine = new Promise<void>((resolve) => {
      subscription = guestConsole.onLine(() => resolve());
    });
    await Promise.race([firstLine, connections.get('entropy')]).finally(() =>
      subscription?.[Symbol.dispose](),
    );
  },
};

const entropyTaken: BootStep = {
  name: 'entropy taken',
  async run({ connections, randomBytes, watch }) {
    const stream = await present(connections.get('entropy'));
    watch.progress('the guest asked for entropy');
    stream.end(randomBytes(ENTROPY_BYTES));
    stream.resume();
    await finished(stream, { readable: false });
  },
};

const logConnected: BootStep = {
  name: 'log connected',
  async run({ id, connections, logger, logTail, watch }) {
    const stream = await present(connections.get('log'));
    const heard = teeLogger(logger, (level, message) => {
      logTail.push(`${level}: ${message}`);
      watch.progress(`guest log: ${message}`);
    });
    // Ends by itself with the stream, and reports whatever goes wrong to the logger.
    void forwardGcsLog(stream, heard, { vmId: id });
  },
};

const bridgeConnected: BootStep = {
  name: 'bridge connected',
  async run({ connections }) {
    await present(connections.get('bridge'));
  },
};

const negotiated: BootStep = {
  name: 'negotiated',
  async run(context, signal) {
    const { system, connections, logger } = context;
    const stream = await present(connections.get('bridge'));
    context.bridge = await connectBridge({ stream, sockets: present(system), logger, signal });
  },
  async undo({ bridge }) {
    await bridge?.[Symbol.asyncDispose]();
  },
};

const ready: BootStep = {
  name: 'ready',
  async run({ system }, signal) {
    const { State } = await present(system).properties({}, { signal });
    if (State !== 'Running') throw errors.UVM_ENDED(`Its state is ${State ?? 'Stopped'}.`);
  },
};

/** The start of a utility VM, in order (design §4). */
export const bootSteps: readonly BootStep[] = [
  checkHost,
  buildDocument,
  createSystem,
  grantAccess,
  listen,
  start,
  kernelOutput,
  entropyTaken,
  logConnected,
  bridgeConnected,
  negotiated,
  ready,
];

const ignore = (): void => undefined;

const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new TypeError('a step ran before the step that it builds on');
  return value;
};
