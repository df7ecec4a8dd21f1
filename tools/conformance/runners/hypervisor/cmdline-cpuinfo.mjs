import { checkCmdline, cpuFlags, runningOnVmm } from '@uvmkit/kernel-params';
import { same } from '../../lib/same.mjs';

const fileOf = ({ path, content, contentB64, fileMissing, pathIsDirectory }) => ({
  path,
  read: () => {
    if (fileMissing) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
    if (pathIsDirectory) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    return content ?? Buffer.from(contentB64, 'base64').toString('utf8');
  },
});

const orReason = (compute, whenWrong = {}) => {
  try {
    return compute();
  } catch (error) {
    return { error: error.data.reason, ...whenWrong };
  }
};

const operations = {
  CheckCmdline: (input) =>
    orReason(() => ({ found: checkCmdline(fileOf(input), input.searchParam, input.searchValues) })),
  CPUFlags: (input) => orReason(() => ({ flags: [...cpuFlags(fileOf(input))].sort() }), { flags: [] }),
  RunningOnVMM: (input) => orReason(() => ({ running: runningOnVmm(fileOf(input), input.arch) })),
};

export const run = ({ input, expect }) => same(operations[input.op](input), expect);
