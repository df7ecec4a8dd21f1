import type { Problem } from '../problems/problem.js';
import { CONTAINER, VM } from './annotation-names.js';

/** Annotations that stand for several others, which then have the same text. */
const expansions: Readonly<Record<string, readonly string[]>> = {
  'io.microsoft.disable-unsafe-operations': [
    `${CONTAINER}wcow.gmsa.disable`,
    `${VM}fileshares.disablewritable`,
    `${VM}wcow.virtualSMB.nodirectmap`,
    'microsoft.com/disable-hostprocess-container',
  ],
};

/** A text, and the name under which it was given. */
export interface Given {
  readonly text: string;
  readonly writtenAs: string;
}

/** Adds what annotations stand for; saying something else besides is a problem. */
export const expand = (given: Map<string, Given>): readonly Problem[] => {
  const conflicts: Problem[] = [];
  for (const [short, names] of Object.entries(expansions)) {
    const stands = given.get(short);
    if (stands === undefined) continue;
    for (const name of names) {
      const said = given.get(name);
      if (said === undefined) given.set(name, stands);
      else if (said.text !== stands.text) conflicts.push(conflict(short, stands.text, name, said.text));
    }
  }
  return conflicts;
};

const conflict = (path: string, value: string, name: string, said: string): Problem => ({
  path,
  rule: 'annotation-conflict',
  value,
  message: `The annotation stands for ${name} among others, which says ${JSON.stringify(said)}.`,
  remedy: 'Leave one of the two out, or give both the same text.',
});
