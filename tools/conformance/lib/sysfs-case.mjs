/** A case's fake files as a reader. */
export const sysfsOf =
  (files = {}) =>
  (path) => {
    if (Object.hasOwn(files, path)) return files[path];
    throw Object.assign(new Error(`open ${path}: no such file or directory`), { code: 'ENOENT' });
  };

export const nodesOf = (nodes) =>
  (nodes ?? []).map(({ HostNodes = '', HostCPUs = '' }) => ({ hostNodes: HostNodes, hostCpus: HostCPUs }));

export const namedNodes = (nodes) =>
  nodes.map(({ hostNodes, hostCpus }) => ({ HostCPUs: hostCpus, HostNodes: hostNodes }));

/** Groups of devices from a case's list, in the order in which the VM was given them. */
export const groupsOf = (vfio, given) => {
  const groups = new Map();
  for (const {
    bdf,
    class: pciClass,
    configSpaceBytes,
    numa_node: numaNode,
    iommuGroup,
    iommufdIndex,
  } of vfio) {
    const path =
      iommuGroup === undefined ? `/dev/vfio/devices/vfio${iommufdIndex}` : `/dev/vfio/${iommuGroup}`;
    const kind = iommuGroup === undefined ? 'iommufd' : 'legacy';
    const group = groups.get(path) ?? { kind, number: Number(iommuGroup ?? iommufdIndex), devices: [] };
    group.devices.push({ bdf, pciClass, isPcie: configSpaceBytes > 256, numaNode });
    groups.set(path, group);
  }
  if (given === undefined) return Array.from(groups, ([path, group]) => ({ id: path, ...group }));
  return (given ?? []).flatMap(({ HostPath, ID }) =>
    groups.has(HostPath) ? [{ id: ID, ...groups.get(HostPath) }] : [],
  );
};
