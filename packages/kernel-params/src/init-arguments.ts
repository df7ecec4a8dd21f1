import { errors } from './errors.js';
import { isOneToken } from './kernel-param.js';
import { nextToken } from './next-token.js';

/**
 * The arguments that the kernel hands to the first process for the text behind ` -- `. A further `--` ends them, since
 * the kernel reads both parts of the line alike.
 */
export const initArguments = (init: string): readonly string[] => {
  const found: string[] = [];
  let token = nextToken(init, 0);
  while (token !== undefined) {
    const argument = unquote(token.text);
    if (argument === '--') break;
    found.push(argument);
    token = nextToken(init, token.end);
  }
  return found;
};

/**
 * One argument as text for the part behind ` -- `.
 *
 * @throws UVM_KERNEL_PARAM when no spelling would reach the first process unchanged
 */
export const quoteInitArgument = (argument: string): string => {
  const spelling = [argument, `"${argument}"`].find((text) => isOneToken(text) && unquote(text) === argument);
  if (spelling === undefined) throw errors.UVM_KERNEL_PARAM(JSON.stringify(argument), { argument });
  return spelling;
};

/** Quotes around the whole argument, or around what follows its first `=`, are not part of it. */
const unquote = (text: string): string => {
  const wrapped = text.startsWith('"');
  const bare = wrapped ? text.slice(1) : text;
  const equals = bare.indexOf('=', 1);
  const inner =
    equals !== -1 && bare[equals + 1] === '"'
      ? bare.slice(0, equals + 1) + cut(bare.slice(equals + 2))
      : bare;
  return wrapped ? cut(inner) : inner;
};

const cut = (text: string): string => (text.endsWith('"') ? text.slice(0, -1) : text);
