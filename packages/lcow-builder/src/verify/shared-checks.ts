import type { BuilderHost } from '../host/builder-host.js';
import type { UvmOptions } from '../options/uvm-options.js';
import { osBuilds } from '../options/os-builds.js';
import type { Problem } from '../problems/problem.js';

export const checkDeferredCommit = (options: UvmOptions): Problem | undefined =>
  options.allowOvercommit || !options.enableDeferredCommit
    ? undefined
    : {
        path: 'enableDeferredCommit',
        rule: 'deferred-commit-overcommit',
        value: options.enableDeferredCommit,
        message: 'Pinned memory cannot be charged later.',
        remedy: 'Turn allowOvercommit on, or enableDeferredCommit off.',
        reference: 'EnableDeferredCommit is not supported on physically backed VMs',
      };

export const checkPartition = ({ resourcePartitionId, cpuGroupId }: UvmOptions): Problem | undefined =>
  resourcePartitionId === undefined || cpuGroupId === ''
    ? undefined
    : {
        path: 'resourcePartitionId',
        rule: 'partition-or-cpu-group',
        value: resourcePartitionId,
        message: 'A VM is in a resource partition or in a CPU group, not in both.',
        remedy: 'Leave out resourcePartitionId or cpuGroupId.',
        reference: 'resource partition ID and CPU group ID cannot be set at the same time',
      };

export const checkCpuGroup = ({ cpuGroupId }: UvmOptions, { osBuild }: BuilderHost): Problem | undefined =>
  cpuGroupId === '' || osBuild >= osBuilds.cpuGroup
    ? undefined
    : {
        path: 'cpuGroupId',
        rule: 'cpu-group-build',
        value: cpuGroupId,
        message: `Windows build ${osBuild} cannot put a VM into a CPU group when it is created.`,
        remedy: `Leave the option out, or use build ${osBuilds.cpuGroup} or later.`,
        reference: `cpu group assignment on create requires a build of ${osBuilds.cpuGroup} or higher`,
      };
