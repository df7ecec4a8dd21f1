import type { Problem } from '../problems/problem.js';
import { SCSI_CONTROLLERS } from './scsi-controllers.js';
import type { VmSettings } from './vm-settings.js';

/** More controllers than have names. The reference crashes here; its check of the options comes before. */
export const checkControllers = ({
  scsiControllerCount,
}: Pick<VmSettings, 'scsiControllerCount'>): readonly Problem[] =>
  scsiControllerCount <= SCSI_CONTROLLERS.length
    ? []
    : [
        {
          path: 'scsiControllerCount',
          rule: 'scsi-controllers',
          value: scsiControllerCount,
          message: `A VM has at most ${SCSI_CONTROLLERS.length} SCSI controllers.`,
          remedy: `Use 0 to ${SCSI_CONTROLLERS.length}.`,
          reference: `index out of range [${SCSI_CONTROLLERS.length}] with length ${SCSI_CONTROLLERS.length}`,
        },
      ];
