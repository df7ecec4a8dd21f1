/** Nothing when both say the same, members in any order; otherwise both. */
export const same = (actual, expected) => {
  const got = JSON.stringify(sorted(actual));
  const wanted = JSON.stringify(sorted(expected));
  return got === wanted ? undefined : `wanted ${wanted}\n  got    ${got}`;
};

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((name) => value[name] !== undefined)
      .map((name) => [name, sorted(value[name])]),
  );
};
