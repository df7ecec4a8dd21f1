/** A call of the host: it rejects, or does not settle before its deadline. */
export type HostFault = 'fails' | 'neverAnswers';

/** What befalls the guest: it crashes, switches itself off, reboots, or stands still at that point. */
export type GuestFault = 'panic' | 'powerOff' | 'reset' | 'neverAnswers';

/** The points of a VM's life where a fault can be injected, in the order in which they come. */
export interface Faults {
  /** `create()` */
  readonly create?: HostFault;
  /** `start()` */
  readonly start?: HostFault;
  /** After the kernel's first lines, before its init runs. */
  readonly kernel?: GuestFault;
  /** When the guest connects to the entropy port. */
  readonly entropy?: GuestFault;
  /** When the guest connects to the log port. */
  readonly log?: GuestFault;
  /** When the guest dials the bridge. */
  readonly bridge?: GuestFault;
  /** When the guest connects a stream of a process. */
  readonly stdio?: GuestFault;
  /** When a process is to start. */
  readonly launch?: GuestFault;
  /** When the guest is asked to power off. */
  readonly powerOff?: GuestFault;
}

export type GuestFaultPoint = Exclude<keyof Faults, 'create' | 'start'>;

/** Every point for faults of the host and of the guest, so that tests can go through all of them. */
export const faultPoints = {
  host: ['create', 'start'],
  guest: ['kernel', 'entropy', 'log', 'bridge', 'stdio', 'launch', 'powerOff'],
} as const satisfies { host: readonly ('create' | 'start')[]; guest: readonly GuestFaultPoint[] };
