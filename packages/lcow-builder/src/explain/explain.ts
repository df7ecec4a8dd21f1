import type { ComputeSystem } from '@uvmkit/hcs-schema';
import type { Explanation, Reason } from './explanation.js';
import { fieldReasons } from './field-reasons.js';
import { explainKernelLine } from './kernel-line-reasons.js';

const KERNEL_LINES: ReadonlySet<string> = new Set([
  'VirtualMachine.Chipset.LinuxKernelDirect.KernelCmdLine',
  'VirtualMachine.Chipset.Uefi.BootThis.OptionalData',
]);

const unknown: Reason = { from: [], because: 'Nothing that this version builds: it was added by hand.' };

const rules = Object.entries(fieldReasons).map(([pattern, reason]) => ({
  parts: pattern.split('.'),
  reason,
}));

/**
 * Why each field of a document, and each argument of its kernel line, is there: the options it comes from, and the rule.
 * What these builders never write is named as such.
 */
export const explain = (document: ComputeSystem): readonly Explanation[] => [...explainMember([], document)];

function* explainMember(names: readonly string[], value: unknown): Generator<Explanation> {
  if (value === undefined) return;
  const plain = names.join('.');
  if (KERNEL_LINES.has(plain) && typeof value === 'string') {
    yield* explainKernelLine(plain, value);
    return;
  }
  const members = membersOf(value);
  if (members.length === 0) {
    yield { path: pathOf(names), value, ...(reasonFor(names) ?? unknown) };
    return;
  }
  for (const [name, member] of members) yield* explainMember([...names, name], member);
}

const membersOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).filter(([, member]) => member !== undefined)
    : [];

/** The first rule whose path is that of the member or of something around it. */
const reasonFor = (names: readonly string[]): Reason | undefined =>
  rules.find(
    ({ parts }) =>
      parts.length <= names.length && parts.every((part, index) => part === '*' || part === names[index]),
  )?.reason;

const IDENTIFIER = /^[A-Za-z_][A-Za-z_0-9]*$/u;

const pathOf = (names: readonly string[]): string =>
  names
    .map((name, index) => {
      if (IDENTIFIER.test(name)) return index === 0 ? name : `.${name}`;
      return /^\d+$/u.test(name) && names[index - 1] === 'Settings' ? `[${name}]` : `["${name}"]`;
    })
    .join('');
