import type { HostTopology } from '../host/host-topology.js';
import { impossibleReasons, tooManyNodes } from './impossible.js';
import { chooseNodes } from './choose-nodes.js';
import { layOut } from './lay-out.js';
import type { NumaPlanResult, NumaWish } from './numa-plan.js';

/**
 * Plans where a VM goes on a host: one node if it fits there, otherwise as few nodes as can be, close to one another and to
 * the VM's devices. Gives the reasons for each choice, or every reason why there is no plan.
 *
 * The plan is for an otherwise idle host: give a topology of what is free where other VMs run. The work grows linearly with
 * CPUs and with the cube of nodes.
 */
export const planNuma = (host: HostTopology, wish: NumaWish): NumaPlanResult => {
  const impossible = impossibleReasons(host, wish);
  if (impossible.length > 0) return { plan: undefined, impossible };
  const { nodes, reasons } = chooseNodes(host, wish);
  const tooMany = tooManyNodes(nodes, wish);
  if (tooMany) return { plan: undefined, impossible: [tooMany] };
  return { plan: layOut(host, nodes, wish, reasons) };
};
