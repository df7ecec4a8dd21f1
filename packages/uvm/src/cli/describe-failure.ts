import { UvmError } from '@uvmkit/vmutils';
import type { TimelineEntry } from '../boot/run-steps.js';

/** A failure as a program wants it: every error of the chain, and the evidence that a failed start collected. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** From the outermost to the innermost. */
  readonly causes: readonly { readonly code: string; readonly message: string }[];
  readonly step?: string;
  readonly timeline?: readonly TimelineEntry[];
  readonly console?: readonly string[];
  readonly log?: readonly string[];
  /** What could not be undone. */
  readonly leftBehind?: readonly string[];
}

const UNKNOWN_REMEDY = 'This is not a failure that uvmkit knows; please report it with the message above.';

/** The chain of causes, the innermost known code as the code of the whole, and its remedy. */
export const describeFailure = (error: unknown): FailureReport => {
  const chain = [...causesOf(error)];
  const known = chain.filter((one): one is UvmError => one instanceof UvmError);
  const innermost = known.at(-1);
  const evidence = known.find(({ code }) => code === 'UVM_BOOT_FAILED')?.data ?? {};
  return {
    code: innermost?.code ?? 'UVM_INTERNAL',
    message: messageOf(innermost ?? error),
    remedy: innermost?.remedy ?? UNKNOWN_REMEDY,
    causes: chain.map((one) => ({ code: codeOf(one), message: messageOf(one) })),
    ...evidence,
  };
};

/** The same for people. */
export const formatFailure = ({
  code,
  message,
  remedy,
  causes,
  console,
  log,
  leftBehind,
}: FailureReport): string => {
  const outer = causes.slice(0, -1).filter((cause) => cause.message !== message);
  return [
    ...outer.map((cause) => `uvm: ${cause.message}`),
    `uvm: ${message} [${code}]`,
    `     ${remedy}`,
    ...section('could not be undone', leftBehind),
    ...section('last console lines', console),
    ...section('last log records', log),
  ].join('\n');
};

const section = (title: string, lines: readonly string[] = []): readonly string[] =>
  lines.length === 0 ? [] : [`--- ${title}`, ...lines.slice(-15).map((line) => `  ${line}`)];

function* causesOf(error: unknown): Generator {
  const seen = new Set<unknown>();
  for (let at = error; at !== undefined && !seen.has(at); at = at instanceof Error ? at.cause : undefined) {
    seen.add(at);
    yield at;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): string => {
  if (error instanceof UvmError) return error.code;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UVM_INTERNAL';
};
