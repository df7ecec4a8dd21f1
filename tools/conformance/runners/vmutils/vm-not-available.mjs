import { isVmNotAvailable } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';

export const run = ({ input, expect }) =>
  differenceBetween(
    { not_available: isVmNotAvailable(shaped(input, input.shape), { compat: 'hcsshim' }) },
    expect,
  );

/** The case's error as our packages would carry it. */
const shaped = (input, shape) => {
  const bare = errorOf(input);
  switch (shape) {
    case undefined:
    case 'bare':
      return bare;
    case 'wrapped':
    case 'system-error':
    case 'process-error':
    case 'hcs-error':
      return new Error(shape, { cause: bare });
    case 'double-wrapped':
      return new Error('outer', { cause: new Error('inner', { cause: bare }) });
    case 'joined':
      return new AggregateError([new Error('another'), bare]);
    case 'text-only':
      return new Error(bare?.message);
    default:
      throw new Error(`unknown shape ${shape}`);
  }
};

const errorOf = ({ error, code }) => {
  if (error === undefined || error === null || error === 'nil') return undefined;
  const made = new Error(`${error} ${code ?? ''}`);
  if (code) made.hresult = Number(code);
  if (error === 'ErrAlreadyClosed') made.code = 'UVM_HCS_HANDLE_CLOSED';
  return made;
};
