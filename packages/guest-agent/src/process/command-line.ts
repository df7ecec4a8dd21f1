import { errors } from '../errors.js';

/** The longest command line that is split, in characters. */
export const maxCommandLineLength = 1024 * 1024;

const endsCommand = new Set([';', '&', '|', '<', '>']);

/**
 * Splits a command line the way GCS does: white space separates; single quotes, double quotes and backslashes quote;
 * nothing is expanded. From the first unquoted `;`, `&`, `|`, `<` or `>` on, the rest is dropped.
 *
 * @throws `UVM_AGENT_COMMAND_LINE` for unbalanced quotes, a backslash at the end, and unquoted parentheses
 */
export const splitCommandLine = (line: string): string[] => {
  if (line.length > maxCommandLineLength) {
    throw errors.UVM_AGENT_COMMAND_LINE(`It has ${line.length} characters.`, { limit: maxCommandLineLength });
  }
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  let escaped = false;
  for (const char of line) {
    if (escaped) {
      word = (word ?? '') + char;
      escaped = false;
    } else if (char === '\\' && quote !== "'") escaped = true;
    else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (endsCommand.has(char)) break;
    else if (char === '(' || char === ')')
      throw errors.UVM_AGENT_COMMAND_LINE('It has an unquoted parenthesis.');
    else word = (word ?? '') + char;
  }
  if (quote !== undefined) throw errors.UVM_AGENT_COMMAND_LINE(`A ${quote} is not closed.`);
  if (escaped) throw errors.UVM_AGENT_COMMAND_LINE('It ends in a backslash.');
  if (word !== undefined) words.push(word);
  return words;
};
