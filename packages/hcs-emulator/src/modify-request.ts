import { hcsError, hresults } from '@uvmkit/hcs';
import type { ModifySettingRequest } from '@uvmkit/hcs-schema';
import { invalidDocument } from './assert-document.js';

type Verb = 'Add' | 'Remove' | 'Update';

const verbs: readonly Verb[] = ['Add', 'Remove', 'Update'];

/**
 * The resources of a virtual machine that HCS lets its clients change, and the verbs that each takes (hcs-api facts, §7).
 * A request without a verb updates.
 */
const resources: readonly (readonly [path: RegExp, verbs: readonly Verb[]])[] = [
  [/^ComputeTopology\/Memory\/SizeInMB$/, verbs],
  [/^ComputeTopology\/Processor\/(CpuGroup|Limits|CpuFrequencyPowerCap)$/, verbs],
  [/^ComputeTopology\/Processor\/IdledProcessors$/, ['Update']],
  [/^ComputeTopology\/Gpu$/, ['Update']],
  [/^Devices\/ComPorts\/[01]$/, verbs],
  [/^Devices\/FlexibleIov\/[^/]+$/, ['Add']],
  [/^Devices\/Licensing$/, verbs],
  [/^Devices\/MappedPipes\/.+$/, ['Add', 'Remove']],
  [/^Devices\/NetworkAdapters\/[^/]+$/, verbs],
  [/^Devices\/Plan9\/Shares$/, verbs],
  [/^Devices\/Scsi\/[^/]+\/Attachments\/\d+$/, verbs],
  [/^Devices\/SharedMemory\/Regions$/, verbs],
  [/^Devices\/VirtualPci\/[^/]+$/, ['Add', 'Remove']],
  [/^Devices\/VirtualPMem\/Devices\/\d+(\/Mappings\/\d+)?$/, ['Add', 'Remove']],
  [/^Devices\/VirtualSmb\/Shares$/, verbs],
  [/^Devices\/HvSocket\/HvSocketConfig\/ServiceTable\/[^/]+$/, ['Remove', 'Update']],
];

const MACHINE = 'VirtualMachine/';

/**
 * What HCS answers to a request that this host does not carry out: it carries out none, so this is always an error. A
 * request that HCS itself would refuse is refused as HCS does, so that mistakes show here and not on Windows.
 */
export const refusalOf = ({ ResourcePath = '', RequestType, GuestRequest }: ModifySettingRequest): Error => {
  const verb = verbs.find((known) => known === (RequestType ?? 'Update'));
  if (verb === undefined) {
    return invalidDocument([
      `'$.RequestType' should be ${verbs.join(', ')} or absent, not ${JSON.stringify(RequestType)}`,
    ]);
  }
  const path = JSON.stringify(ResourcePath);
  if (ResourcePath === '') {
    return GuestRequest === undefined
      ? hcsError(hresults.E_INVALIDARG, { detail: 'A request names a resource, or asks the guest.' })
      : notSupported('This host has no connection to the guest of its own; ask the guest over its bridge.');
  }
  if (ResourcePath.startsWith('Container/')) return notSupported(`There are no containers here: ${path}.`);
  const resource = ResourcePath.startsWith(MACHINE)
    ? resources.find(([pattern]) => pattern.test(ResourcePath.slice(MACHINE.length)))
    : undefined;
  if (resource === undefined) return hcsError(hresults.ERROR_NOT_FOUND, { detail: `Modifying ${path}.` });
  if (!resource[1].includes(verb)) {
    return hcsError(hresults.E_INVALIDARG, {
      detail: `${path} takes ${resource[1].join(' and ')}, not ${verb}.`,
    });
  }
  return notSupported(`This host changes no resource of a system: ${path}.`);
};

const notSupported = (detail: string): Error => hcsError(hresults.ERROR_NOT_SUPPORTED, { detail });
