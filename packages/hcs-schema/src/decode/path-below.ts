import { memberPath } from './path.js';

/** The path of the first object or list with more than `depth` levels around and including it, if there is one. */
export const pathBelow = (value: unknown, depth: number, path = ''): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === 0) return path;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part !== 'object' || part === null) continue;
    const at = Array.isArray(value) ? `${path}[${name}]` : memberPath(path, name);
    const found = pathBelow(part, depth - 1, at);
    if (found !== undefined) return found;
  }
  return undefined;
};
