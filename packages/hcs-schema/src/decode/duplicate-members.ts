import { memberPath } from './path.js';
import { endOfString } from './scan-text.js';

interface Level {
  readonly path: string;
  /** The names met so far in an object; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** Where in the object or list we are. */
  member: string;
  index: number;
}

/** The paths of the members that well-formed JSON text gives more than once. */
export const duplicateMembers = (text: string): string[] => {
  const found: string[] = [];
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1);
    switch (text[at]) {
      case '{':
      case '[':
        levels.push({
          path: pathOf(level),
          names: text[at] === '{' ? new Set() : undefined,
          member: '',
          index: 0,
        });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level) level.index += 1;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (level?.names && isName(text, end)) {
          level.member = JSON.parse(text.slice(at, end)) as string;
          if (level.names.has(level.member)) found.push(pathOf(level));
          level.names.add(level.member);
        }
        at = end - 1;
      }
    }
  }
  return found;
};

const pathOf = (level: Level | undefined): string => {
  if (!level) return '';
  return level.names ? memberPath(level.path, level.member) : `${level.path}[${level.index}]`;
};

/** True when a colon follows. */
const isName = (text: string, end: number): boolean => {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return text[at] === ':';
};
