import { vnumaProblems } from '@uvmkit/numa';
import { differenceBetween } from '../../lib/difference.mjs';
import { numaOf } from '../../lib/numa-document.mjs';
import { numaErrorText } from '../../lib/numa-error-text.mjs';

export const run = ({ input, expect }) => {
  const [problem] = vnumaProblems(numaOf(input), { compat: 'hcsshim' });
  return differenceBetween({ error: problem ? numaErrorText(problem) : null }, expect);
};
