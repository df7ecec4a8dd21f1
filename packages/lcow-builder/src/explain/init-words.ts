/** A part of what stands behind ` -- ` that has one meaning. */
export interface InitWord {
  readonly kind:
    | 'entropy'
    | 'overlays'
    | 'shell'
    | 'forwarder'
    | 'stdout'
    | 'stderr'
    | 'timeSync'
    | 'scrubbing'
    | 'dumps'
    | 'program';
  readonly text: string;
  readonly rest: string;
}

const patterns: readonly (readonly [InitWord['kind'], RegExp])[] = [
  ['entropy', /^-e 1(?= |$)/u],
  ['overlays', /^-w(?= |$)/u],
  ['shell', /^sh -c "(?=\/bin\/vsockexec)/u],
  ['shell', /^& exec sh"$/u],
  ['forwarder', /^\/bin\/vsockexec(?= |$)/u],
  ['stdout', /^-o 109(?= |$)/u],
  ['stderr', /^-e 109(?= |$)/u],
  ['timeSync', /^-disable-time-sync(?= |$)/u],
  ['scrubbing', /^-scrub-logs=false(?= |$)/u],
  ['dumps', /^-core-dump-location (?:(?! & exec sh"$).)+/su],
];

/** The program reaches as far as nothing else begins. */
const PROGRAM = /^.+?(?= (?:-disable-time-sync|-scrub-logs=false|-core-dump-location )| & exec sh"$|$)/su;

export const nextInitWord = (init: string): InitWord => {
  for (const [kind, pattern] of patterns) {
    const text = pattern.exec(init)?.[0];
    if (text !== undefined) return { kind, text, rest: init.slice(text.length).trimStart() };
  }
  const text = PROGRAM.exec(init)?.[0] ?? init;
  return { kind: 'program', text, rest: init.slice(text.length).trimStart() };
};
