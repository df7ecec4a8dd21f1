import { deserializeParams, kernelParamFields, serializeParams } from '@uvmkit/kernel-params';
import { mixedField, textOf } from '../../lib/go-bytes.mjs';
import { same } from '../../lib/same.mjs';

const ours = ({ Key: key, Value: value }) => ({ key, value });
const theirs = ({ key, value }) => ({ Key: key, Value: value });

const operations = {
  SerializeParams: ({ params, delim }, { result }) => same(serializeParams(params.map(ours), delim), result),
  DeserializeParams: ({ parameters }, { params, roundTrip }) => {
    const found = deserializeParams(parameters);
    return same({ params: found.map(theirs), roundTrip: serializeParams(found, '=') }, { params, roundTrip });
  },
  KernelParamFields: ({ s, sB64 }, { fields, fieldsMixedB64 }) =>
    fields === undefined
      ? same(kernelParamFields(textOf(sB64)).map(mixedField), fieldsMixedB64)
      : same(kernelParamFields(s ?? textOf(sB64)), fields),
};

export const run = ({ input, expect }) => operations[input.op](input, expect);
