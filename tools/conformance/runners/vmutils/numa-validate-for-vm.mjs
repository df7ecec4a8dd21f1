import { validateNumaForVM } from '@uvmkit/numa';
import { differenceBetween } from '../../lib/difference.mjs';
import { integer, numaOf } from '../../lib/numa-document.mjs';
import { numaErrorText } from '../../lib/numa-error-text.mjs';

export const run = ({ input, expect }) => {
  const [problem] = validateNumaForVM(
    numaOf(input.numa),
    { processorCount: input.proc_count, memorySizeMib: integer(input.mem_in_mb) },
    { compat: 'hcsshim' },
  );
  return differenceBetween({ error: problem ? numaErrorText(problem) : null }, expect);
};
