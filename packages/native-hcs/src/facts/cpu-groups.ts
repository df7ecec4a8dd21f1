import { signedHresult } from '@uvmkit/hcs';
import {
  CpuGroupConfigurations,
  CpuGroupPropertyCode,
  ModificationRequest,
  print,
  type CpuGroupConfig,
  type CreateGroupOperation,
  type DeleteGroupOperation,
  type Integer64,
  type SetPropertyOperation,
} from '@uvmkit/hcs-schema';
import { UvmError, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { checkedGuid } from './arguments.js';
import { serviceProperty, type ServiceQueries } from './service-property.js';

/** What can be set for a group. */
export type CpuGroupProperty = keyof typeof CpuGroupPropertyCode.values;

/**
 * Groups of logical processors to which VMs can be bound. They belong to the machine, until it restarts. Ids are GUIDs,
 * compared without regard to case.
 */
export interface CpuGroups {
  list(wait?: WaitOptions): Promise<readonly CpuGroupConfig[]>;
  /** @throws UVM_CPU_GROUP_NOT_FOUND */
  find(id: string, wait?: WaitOptions): Promise<CpuGroupConfig>;
  /** @param logicalProcessors numbers (`LpIndex`) as the processor topology has them */
  create(id: string, logicalProcessors: readonly number[], wait?: WaitOptions): Promise<void>;
  /** @throws UVM_CPU_GROUP_BUSY while it has VMs or changes; try again then */
  delete(id: string, wait?: WaitOptions): Promise<void>;
  setProperty(id: string, property: CpuGroupProperty, value: Integer64, wait?: WaitOptions): Promise<void>;
}

/** HV_STATUS_INVALID_CPU_GROUP_STATE, in the facility of the hypervisor: 0xC0350070 or 0x80350070. */
const HYPERVISOR_FACILITY = 0x035;
const INVALID_CPU_GROUP_STATE = 0x0070;

const isInvalidGroupState = (hresult: number): boolean =>
  signedHresult(hresult) < 0 &&
  ((hresult >>> 16) & 0xfff) === HYPERVISOR_FACILITY &&
  (hresult & 0xffff) === INVALID_CPU_GROUP_STATE;

/** @param open gives the service, and rejects where there is none */
export const createCpuGroups = (open: () => Promise<ServiceQueries>, defaultWait: WaitOptions): CpuGroups => {
  const list = async (wait?: WaitOptions): Promise<readonly CpuGroupConfig[]> => {
    const { CpuGroups = [] } = await serviceProperty(await open(), 'CpuGroup', CpuGroupConfigurations, {
      ...defaultWait,
      ...wait,
    });
    return CpuGroups;
  };

  const modify = async (what: string, change: GroupChange, wait?: WaitOptions): Promise<void> => {
    const service = await open();
    const settings = print({ PropertyType: 'CpuGroup', Settings: change }, { as: ModificationRequest });
    try {
      await service.ask(what, { ...defaultWait, ...wait }, (document, ended) =>
        service.native.computecore.HcsModifyServiceSettings.asyncUnless(ended, settings, document),
      );
    } catch (error) {
      throw busy(change.OperationDetails.GroupId, error) ?? error;
    }
  };

  return {
    list,
    find: async (id, wait) => {
      const wanted = checkedGuid(id);
      const found = (await list(wait)).find(({ GroupId }) => GroupId?.toLowerCase() === wanted);
      if (found) return found;
      throw errors.UVM_CPU_GROUP_NOT_FOUND(`Its id would be ${wanted}.`, { groupId: wanted });
    },
    create: (id, logicalProcessors, wait) =>
      changed(id, (GroupId) =>
        modify(
          `The creation of CPU group ${GroupId}`,
          {
            Operation: 'CreateGroup',
            OperationDetails: {
              GroupId,
              LogicalProcessorCount: logicalProcessors.length,
              LogicalProcessors: logicalProcessors,
            },
          },
          wait,
        ),
      ),
    delete: (id, wait) =>
      changed(id, (GroupId) =>
        modify(
          `The removal of CPU group ${GroupId}`,
          { Operation: 'DeleteGroup', OperationDetails: { GroupId } },
          wait,
        ),
      ),
    setProperty: (id, property, value, wait) =>
      changed(id, (GroupId) =>
        modify(
          `The change of ${property} of CPU group ${GroupId}`,
          {
            Operation: 'SetProperty',
            OperationDetails: {
              GroupId,
              PropertyCode: CpuGroupPropertyCode.values[property],
              PropertyValue: value,
            },
          },
          wait,
        ),
      ),
  };
};

type GroupChange =
  | { readonly Operation: 'CreateGroup'; readonly OperationDetails: CreateGroupOperation }
  | { readonly Operation: 'DeleteGroup'; readonly OperationDetails: DeleteGroupOperation }
  | { readonly Operation: 'SetProperty'; readonly OperationDetails: SetPropertyOperation };

/** A bad id rejects, as every other failure does. */
const changed = async (id: string, change: (groupId: string) => Promise<void>): Promise<void> =>
  change(checkedGuid(id));

const busy = (groupId: string | undefined, error: unknown): UvmError | undefined => {
  const hresult = error instanceof UvmError ? error.data['hresult'] : undefined;
  return typeof hresult === 'number' && isInvalidGroupState(hresult)
    ? errors.UVM_CPU_GROUP_BUSY(`Its id is ${groupId}.`, { groupId, hresult }, { cause: error })
    : undefined;
};
