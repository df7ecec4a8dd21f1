import { readKernelParam, type KernelParam } from './kernel-param.js';
import { nextToken } from './next-token.js';

/** A kernel command line: what the kernel reads, and what it hands to the first process. */
export interface KernelLine {
  readonly params: readonly KernelParam[];
  /** The text behind ` -- `, unchanged; `undefined` when the line has no `--`. */
  readonly init: string | undefined;
}

/** Reads a kernel command line. Every text is one: what the kernel would not understand is a parameter too. */
export const parseKernelLine = (line: string): KernelLine => {
  const params: KernelParam[] = [];
  let token = nextToken(line, 0);
  while (token !== undefined) {
    const param = readKernelParam(token.text);
    if (param.name === '--' && param.value === undefined)
      return { params, init: line.slice(token.end).trim() };
    params.push(param);
    token = nextToken(line, token.end);
  }
  return { params, init: undefined };
};

/** The line's text, with one blank between parameters. */
export const printKernelLine = ({ params, init }: KernelLine): string => {
  const texts = params.map(({ text }) => text);
  if (init !== undefined) texts.push('--', ...(init === '' ? [] : [init]));
  return texts.join(' ');
};
