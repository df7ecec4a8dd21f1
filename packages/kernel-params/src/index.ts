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
export { deserializeParams, serializeParams } from './param-list.js';
export type { Param } from './param-list.js';
export { kernelParamFields } from './param-fields.js';
export { parseVerityParams } from './verity-params.js';
export type { VerityConfig } from './verity-params.js';
export { kernelRootParams, rootFlags } from './root-params.js';
export type { RootParamsOptions } from './root-params.js';
export { checkCmdline } from './check-cmdline.js';
export { cpuFlags, runningOnVmm } from './cpu-flags.js';
export { MAX_LINE_BYTES } from './proc-file.js';
export type { TextFile } from './proc-file.js';
