/** Loads a native addon by its path, which bundlers leave alone. */
export const loadAddon = (path: string): unknown => {
  const addon: { exports: unknown } = { exports: {} };
  process.dlopen(addon, path);
  return addon.exports;
};
