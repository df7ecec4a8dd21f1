import type { Attachment, Scsi } from '@uvmkit/hcs-schema';

/** The names of the SCSI controllers, in the order in which the guest counts them. */
export const SCSI_CONTROLLERS = [
  'df6d0690-79e5-55b6-a5ec-c1e2f77f580a',
  '0110f83b-de10-5172-a266-78bca56bf50a',
  'b5d2d8d4-3a75-51bf-945b-3444dc6b8579',
  '305891a9-b251-5dfe-91a2-c25d9212275b',
] as const;

/** A place on a SCSI controller. */
export interface ScsiSlot {
  readonly controller: number;
  readonly lun: number;
}

/** The first controllers, the first of them with these disks by LUN; `undefined` when there are none. */
export const scsiControllers = (
  count: number,
  attachments?: Readonly<Record<string, Attachment>>,
): Readonly<Record<string, Scsi>> | undefined => {
  if (count === 0) return undefined;
  const controllers: Record<string, Scsi> = {};
  for (const [index, name] of SCSI_CONTROLLERS.slice(0, count).entries()) {
    controllers[name] = index === 0 && attachments !== undefined ? { Attachments: attachments } : {};
  }
  return controllers;
};
