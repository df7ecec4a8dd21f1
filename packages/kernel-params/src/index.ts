export { parseKernelLine, printKernelLine } from './kernel-line.js';
export type { KernelLine } from './kernel-line.js';
export { kernelParam } from './kernel-param.js';
export type { KernelParam } from './kernel-param.js';
export {
  appendParams,
  hasParam,
  mergeParams,
  paramValues,
  removeParams,
  repeatableParams,
} from './edit-kernel-line.js';
export type { ParamSpec } from './edit-kernel-line.js';
export { initArguments, quoteInitArgument } from './init-arguments.js';
export { quoteText } from './quote-text.js';
