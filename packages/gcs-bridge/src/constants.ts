/** The id that addresses the VM itself instead of a container, and the activity id of requests without one. */
export const nullGuid = '00000000-0000-0000-0000-000000000000';

/** The only version of the protocol that is in use. */
export const protocolVersion = 4;

/** `TimeoutInMs` of a wait without end. Absent means 0, not this. */
export const waitForEver = 0xffff_ffff;

/** The exit code of a process outside containers that a signal ended. */
export const killedExitCode = 0xffff_ffff;
