/** What every Wine process of a prefix is started with: no window, no menu entries, no offers to download anything. */
export const wineEnvironment = (prefix, env = process.env) => {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...rest } = env;
  return {
    ...rest,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'winemenubuilder.exe,mscoree,mshtml=',
  };
};
