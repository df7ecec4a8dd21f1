export { prepareVNumaTopology } from './hcs/prepare-vnuma-topology.js';
export type { PreparedVNuma, PrepareVNumaOptions, VNumaOptions } from './hcs/prepare-vnuma-topology.js';
export { validateNumaForVM, vnumaProblems } from './hcs/validate-vnuma.js';
export type { Compat, CompatOption, VmSize } from './hcs/validate-vnuma.js';
