import { kernelRootParams, parseVerityParams, rootFlags, serializeParams } from '@uvmkit/kernel-params';
import { same } from '../../lib/same.mjs';

const orReason = (compute, whenWrong = {}) => {
  try {
    return compute();
  } catch (error) {
    return { error: error.data.reason, ...whenWrong };
  }
};

const asConfig = (config) =>
  config === undefined
    ? null
    : {
        ...config,
        dataBlocks: `${config.dataBlocks}`,
        dataBlockSize: `${config.dataBlockSize}`,
        hashBlockSize: `${config.hashBlockSize}`,
      };

const operations = {
  ParseKernelVerityParams: ({ params }) => orReason(() => ({ config: asConfig(parseVerityParams(params)) })),
  kernelVerityRootFlags: ({ rootfstype }) => orReason(() => ({ flags: rootFlags(rootfstype) })),
  GetKernelRootParams: ({ rootfstype, disableNvdimm, dax, kernelVerityParams }) =>
    orReason(
      () => {
        const params = kernelRootParams({
          rootFsType: rootfstype,
          disableNvdimm,
          dax,
          verityParams: kernelVerityParams,
        });
        return {
          params: params.map(({ key, value }) => ({ Key: key, Value: value })),
          cmdline: serializeParams(params, '=').join(' '),
        };
      },
      { params: [] },
    ),
};

export const run = ({ input, expect }) => same(operations[input.op](input), expect);
