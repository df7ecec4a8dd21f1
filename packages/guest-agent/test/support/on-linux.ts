/** `describe` for what needs the kernel's own devices and processes; on other systems the tests are listed as skipped. */
export const onLinux = process.platform === 'linux' ? describe : describe.skip;
