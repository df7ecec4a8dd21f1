export { serveGuest } from './serve-guest.js';
export type { GuestMachine, GuestOptions, GuestServer } from './serve-guest.js';
export { systemClock } from './clock.js';
export type { GuestClock } from './clock.js';
export { parseBootArguments } from './boot/boot-arguments.js';
export type { BootArguments, LogLevel } from './boot/boot-arguments.js';
export { splitCommandLine } from './process/command-line.js';
export type { LaunchedProcess, LaunchRequest, ProcessLauncher } from './process/process-launcher.js';
export { createSpawnLauncher } from './process/spawn-launcher.js';
