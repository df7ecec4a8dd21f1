import { errors } from './errors.js';
import { nextToken } from './next-token.js';

/** One parameter of a kernel command line. */
export interface KernelParam {
  readonly name: string;
  /** Without the quotes around it; `undefined` when there is no `=`, which differs from `name=`. */
  readonly value: string | undefined;
  /** As it stands on the line, quotes included. */
  readonly text: string;
}

/**
 * Reads one token the way the kernel does: quotes around the whole token or around its value are not part of it, the
 * first `=` behind the first character ends the name.
 */
export const readKernelParam = (text: string): KernelParam => {
  const wrapped = text.startsWith('"');
  const bare = wrapped ? text.slice(1) : text;
  const equals = bare.indexOf('=', 1);
  if (equals === -1) return { name: wrapped ? withoutLastQuote(bare) : bare, value: undefined, text };

  const name = bare.slice(0, equals);
  const value = bare.slice(equals + 1);
  const unquoted = value.startsWith('"') ? withoutLastQuote(value.slice(1)) : value;
  return { name, value: wrapped ? withoutLastQuote(unquoted) : unquoted, text };
};

const withoutLastQuote = (text: string): string => (text.endsWith('"') ? text.slice(0, -1) : text);

/**
 * Makes a parameter, quoted where blanks need it. `--` is none: it ends the parameters.
 *
 * @throws UVM_KERNEL_PARAM when no spelling would reach the kernel unchanged
 */
export const kernelParam = (name: string, value?: string): KernelParam => {
  const plain = value === undefined ? name : `${name}=${value}`;
  const spellings = [plain, ...(value === undefined ? [] : [`${name}="${value}"`]), `"${plain}"`];
  for (const text of plain === '--' ? [] : spellings) {
    if (!isOneToken(text)) continue;
    const param = readKernelParam(text);
    if (param.name === name && param.value === value) return param;
  }
  throw errors.UVM_KERNEL_PARAM(JSON.stringify(plain), { name, value });
};

export const isOneToken = (text: string): boolean => {
  const token = nextToken(text, 0);
  return token !== undefined && token.text === text;
};

/** The kernel treats `-` and `_` in names alike. */
export const sameName = (one: string, other: string): boolean =>
  one === other || one.replaceAll('-', '_') === other.replaceAll('-', '_');
