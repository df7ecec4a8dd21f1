import type { Writable } from 'node:stream';
import type { TimelineEntry } from '../boot/run-steps.js';
import { formatFailure, type FailureReport } from './describe-failure.js';
import { formatTimeline } from './format-timeline.js';

/** How a run tells what happens: for people, or as JSON lines for programs. */
export interface Reporter {
  /** Something worth knowing that is no failure. */
  note(message: string): void;
  step(entry: TimelineEntry): void;
  booted(vm: {
    readonly id: string;
    readonly engine: string;
    readonly timeline: readonly TimelineEntry[];
  }): void;
  /** Passes output of the guest's command on; resolves when there is room for more. */
  output(name: 'stdout' | 'stderr', chunk: Buffer): Promise<void>;
  exited(exitCode: number): void;
  failed(failure: FailureReport): void;
}

interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** The command's output goes where it belongs; everything of uvm's own goes to standard error. */
export const textReporter = ({ stdout, stderr }: Streams, { quiet }: { quiet: boolean }): Reporter => {
  const say = (text: string): void => void stderr.write(`${text}\n`);
  const sayUnlessQuiet = quiet ? () => undefined : say;
  return {
    note: (message) => sayUnlessQuiet(`uvm: ${message}`),
    step: () => undefined,
    booted: ({ engine, timeline }) =>
      sayUnlessQuiet(`uvm: booted with ${engine}\n${formatTimeline(timeline)}`),
    output: (name, chunk) => write(name === 'stdout' ? stdout : stderr, chunk),
    exited: () => undefined,
    failed: (failure) => {
      if (failure.timeline) sayUnlessQuiet(formatTimeline(failure.timeline));
      say(formatFailure(failure));
    },
  };
};

/**
 * One JSON object a line on standard output, each with an `event`: `note`, `step`, `booted`, `stdout`, `stderr`,
 * `exit`, `failure`. Output that is not UTF-8 comes as `base64` instead of `text`.
 */
export const jsonReporter = ({ stdout }: Streams): Reporter => {
  const event = (name: string, fields: object): Promise<void> =>
    write(stdout, `${JSON.stringify({ event: name, ...fields })}\n`);
  return {
    note: (message) => void event('note', { message }),
    step: (entry) => void event('step', entry),
    booted: (vm) => void event('booted', vm),
    output: (name, chunk) => event(name, payload(chunk)),
    exited: (exitCode) => void event('exit', { exitCode }),
    failed: (failure) => void event('failure', failure),
  };
};

/** Resolves when there is room for more, or nobody reads any more: the interruption of the program deals with that. */
const write = (stream: Writable, data: string | Buffer): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.write(data)) {
      resolve();
      return;
    }
    const settle = (): void => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, settle);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) stream.on(event, settle);
  });

const utf8 = new TextDecoder('utf-8', { fatal: true });

const payload = (chunk: Buffer): object => {
  try {
    return { text: utf8.decode(chunk) };
  } catch {
    return { base64: chunk.toString('base64') };
  }
};
