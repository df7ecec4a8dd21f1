/** `describe` for what needs Windows' own libraries (or Wine's); elsewhere the tests are listed as skipped, with why. */
export const onWindows = (name: string, body: () => void): void => {
  if (process.platform === 'win32') describe(name, body);
  else describe.skip(`${name} (Windows only: ${process.platform} has no kernel32)`, body);
};
