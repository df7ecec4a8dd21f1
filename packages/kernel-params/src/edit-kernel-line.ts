import type { KernelLine } from './kernel-line.js';
import { isOneToken, kernelParam, readKernelParam, sameName, type KernelParam } from './kernel-param.js';

/** A parameter made by `kernelParam`, or its text: `quiet`, `console=ttyS0`, `name="two words"`. */
export type ParamSpec = KernelParam | string;

/** Names that the kernel reads each time they occur; of any other name the last one counts. */
export const repeatableParams: ReadonlySet<string> = new Set([
  'console',
  'earlycon',
  'hugepages',
  'hugepagesz',
  'initcall_blacklist',
  'memmap',
  'module_blacklist',
]);

/** All values of the parameters of that name, in order; `undefined` stands for one without `=`. */
export const paramValues = (line: KernelLine, name: string): readonly (string | undefined)[] =>
  line.params.filter((param) => sameName(param.name, name)).map(({ value }) => value);

export const hasParam = (line: KernelLine, spec: ParamSpec): boolean => line.params.some(matches(spec));

/** The line without these parameters: `pci=off` removes just that, `pci` every parameter of that name. */
export const removeParams = (line: KernelLine, ...specs: readonly ParamSpec[]): KernelLine => {
  const unwanted = specs.map(matches);
  return { ...line, params: line.params.filter((param) => !unwanted.some((match) => match(param))) };
};

/** The line with these parameters behind the present ones. */
export const appendParams = (line: KernelLine, ...specs: readonly ParamSpec[]): KernelLine => ({
  ...line,
  params: [...line.params, ...specs.map(toParam)],
});

/**
 * The line with these parameters set: each takes the place of those of its name. A parameter that may occur repeatedly
 * (`console`) is added unless it is there with the same value.
 */
export const mergeParams = (
  line: KernelLine,
  specs: readonly ParamSpec[],
  repeatable: ReadonlySet<string> = repeatableParams,
): KernelLine => specs.map(toParam).reduce((merged, param) => setParam(merged, param, repeatable), line);

const setParam = (line: KernelLine, param: KernelParam, repeatable: ReadonlySet<string>): KernelLine => {
  const isRepeatable = repeatable.has(param.name.replaceAll('-', '_'));
  const isSame = ({ name, value }: KernelParam): boolean =>
    sameName(name, param.name) && (!isRepeatable || value === param.value);
  const place = line.params.findIndex(isSame);
  if (place === -1) return appendParams(line, param);
  return {
    ...line,
    params: line.params.flatMap((present, index) =>
      index === place ? [param] : isSame(present) ? [] : [present],
    ),
  };
};

/** Text that is one token is taken as it stands; other text is quoted. */
const toParam = (spec: ParamSpec): KernelParam => {
  if (typeof spec !== 'string') return spec;
  if (isOneToken(spec)) return readKernelParam(spec);
  const equals = spec.indexOf('=', 1);
  return equals === -1 ? kernelParam(spec) : kernelParam(spec.slice(0, equals), spec.slice(equals + 1));
};

const matches = (spec: ParamSpec): ((param: KernelParam) => boolean) => {
  const { name, value } = toParam(spec);
  return (param) => sameName(param.name, name) && (value === undefined || param.value === value);
};
