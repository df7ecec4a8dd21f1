/**
 * Splits a whole number in proportion to capacities, by largest remainders: no part exceeds its capacity, and none is 0 as
 * long as there is one for each. The capacities are at least 1 and enough together.
 */
export const fairShares = (total: number, capacities: readonly number[]): number[] => {
  const sum = capacities.reduce((a, b) => a + b, 0);
  const parts = capacities.map((capacity) => Math.floor((total * capacity) / sum));
  const remainder = (i: number): number => (total * (capacities[i] ?? 0)) % sum;
  const byRemainder = capacities.map((_, i) => i).sort((a, b) => remainder(b) - remainder(a) || a - b);
  const left = total - parts.reduce((a, b) => a + b, 0);
  for (const i of byRemainder.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;

  if (total >= parts.length) {
    for (const [i, part] of parts.entries()) {
      if (part > 0) continue;
      const largest = parts.indexOf(Math.max(...parts));
      parts[largest] = (parts[largest] ?? 0) - 1;
      parts[i] = 1;
    }
  }
  return parts;
};
