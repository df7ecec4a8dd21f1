import type { Duplex } from 'node:stream';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { createLineSplitter } from './line-splitter.js';
import { parseQmpMessage, type QmpEvent, type QmpMessage } from './qmp-message.js';

/** A conversation with one QEMU, after its greeting. Disposing it ends the conversation, not QEMU. */
export interface QmpClient extends Disposable {
  /**
   * Runs a command; 10 seconds by default.
   *
   * @throws UVM_QEMU_COMMAND with QEMU's words
   */
  execute(command: string, args?: object, options?: WaitOptions): Promise<unknown>;
  /** Resolves once, when the conversation has ended, with what was wrong if anything was. */
  readonly closed: Promise<Error | undefined>;
}

const COMMAND_TIMEOUT_MS = 10_000;

interface Waiting {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Begins the conversation: waits for the greeting and leaves the negotiation mode.
 *
 * @param onEvent called for every event, from the first one on
 */
export const openQmp = async (
  stream: Duplex,
  onEvent: (event: QmpEvent) => void,
  options: WaitOptions = {},
): Promise<QmpClient> => {
  const splitter = createLineSplitter();
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Error | undefined;
  let greeted!: () => void;
  const greeting = new Promise<void>((resolve) => (greeted = resolve));
  let resolveClosed!: (error: Error | undefined) => void;
  const closed = new Promise<Error | undefined>((resolve) => (resolveClosed = resolve));

  const close = (error?: Error): void => {
    if (ended) return;
    ended = error ?? errors.UVM_QEMU_QMP('The conversation is over.');
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
    stream.destroy();
    resolveClosed(error);
  };

  const answered = (id: number | undefined): Waiting | undefined => {
    const found = id === undefined ? undefined : waiting.get(id);
    if (id !== undefined) waiting.delete(id);
    return found;
  };

  const take = (message: QmpMessage): void => {
    switch (message.kind) {
      case 'greeting':
        return greeted();
      case 'event':
        return onEvent(message.event);
      case 'return':
        return answered(message.id)?.resolve(message.value);
      case 'failure': {
        const { id, errorClass, desc } = message;
        const asked = answered(id);
        const data = { command: asked?.command, class: errorClass, desc };
        return asked?.reject(errors.UVM_QEMU_COMMAND(`${asked.command}: ${desc}`, data));
      }
    }
  };

  stream.on('data', (chunk: Buffer) => {
    const lines = splitter.push(chunk);
    if (lines === undefined) return close(errors.UVM_QEMU_QMP('A line is too long.'));
    for (const line of lines) {
      const message = parseQmpMessage(line);
      if (message === undefined)
        return close(errors.UVM_QEMU_QMP('A line is no message.', { line: line.slice(0, 200) }));
      take(message);
    }
  });
  stream.on('end', () => close());
  stream.on('close', () => close());
  stream.on('error', (cause) => close(errors.UVM_QEMU_QMP('The socket failed.', {}, { cause })));

  const execute: QmpClient['execute'] = (command, args, { signal, timeoutMs = COMMAND_TIMEOUT_MS } = {}) =>
    waitFor(`QEMU to answer ${command}`, { signal, timeoutMs }, (early) => {
      if (ended) return Promise.reject(ended);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { command, resolve, reject });
        early.addEventListener('abort', () => waiting.delete(id), { once: true });
        stream.write(`${JSON.stringify({ execute: command, id, ...(args ? { arguments: args } : {}) })}\n`);
      });
    });

  try {
    const over = closed.then((error) => Promise.reject(error ?? errors.UVM_QEMU_QMP('QEMU said nothing.')));
    const { signal, timeoutMs = COMMAND_TIMEOUT_MS } = options;
    await waitFor("QEMU's greeting", { signal, timeoutMs }, () => Promise.race([greeting, over]));
    await execute('qmp_capabilities', undefined, options);
  } catch (error) {
    close();
    throw error;
  }
  return { execute, closed, [Symbol.dispose]: () => close() };
};
