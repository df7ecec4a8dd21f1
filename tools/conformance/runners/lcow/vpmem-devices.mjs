import { memoryHost, pageAlign, regionBytes, regionClass, VpmemDevices } from '@uvmkit/lcow-builder';
import { failureDifference, sender } from '../../lib/device-sequence.mjs';
import { difference, firstOf, integer64 } from '../../lib/lcow.mjs';

const rootOf = ({ vpmemMultiMapping, rootfsOnDevice0: root }) => {
  if (!root) return undefined;
  const sizeInBytes = pageAlign(integer64(root.fileSize));
  const packed = { sizeInBytes, regionSizeInBytes: regionBytes(regionClass(sizeInBytes)) };
  return { hostPath: root.hostPath, guestPath: '/', packed: vpmemMultiMapping ? packed : undefined };
};

const finalOf = (devices, { vpmemMultiMapping }) => {
  const contents = devices.contents();
  if (contents.length === 0) return {};
  if (!vpmemMultiMapping)
    return {
      vpmemDevicesDefault: contents.map(({ device, hostPath, guestPath, uses }) => ({
        device,
        hostPath,
        uvmPath: guestPath,
        refCount: uses,
      })),
    };
  return {
    vpmemDevicesMultiMapped: contents.map(({ device, maxMappings, maxBytes, mappings }) => ({
      device,
      maxMappedDeviceCount: maxMappings,
      maxSize: maxBytes,
      mappings: mappings
        .map(({ hostPath, guestPath, uses, offset, sizeInBytes, regionBytes: regionSize }) => ({
          hostPath,
          uvmPath: guestPath,
          refCount: uses,
          offset,
          sizeInBytes,
          regionSize,
        }))
        .sort((one, other) => (one.hostPath < other.hostPath ? -1 : 1)),
    })),
  };
};

export const run = async ({ host: { files = {} }, uvm, sequence, expect }) => {
  // Paths are exact text in this table, so the spelling of a file does not matter to the host.
  const host = memoryHost({
    files: Object.fromEntries(Object.entries(files).map(([path, size]) => [path, integer64(size)])),
  });
  const devices = new VpmemDevices({
    id: uvm.id ?? 'u',
    guest: uvm.operatingSystem,
    vpmemMaxCount: uvm.vpmemMaxCount,
    vpmemMaxSizeBytes: integer64(uvm.vpmemMaxSizeBytes),
    vpmemMultiMapping: uvm.vpmemMultiMapping,
    root: rootOf(uvm),
  });
  const send = sender(uvm.failModifyCalls);
  for (const [index, { op, hostPath }] of sequence.entries()) {
    const wanted = expect.results[index];
    const change = op === 'add' ? devices.attach(hostPath, host) : devices.detach(hostPath);
    const { error, result, requests } = await send(change);
    const sent = requests.map(({ request, failed }) => ({ request, ...(failed && { failed }) }));
    const found = firstOf(
      error && failureDifference(error, wanted),
      error ? undefined : difference('result', op === 'add' ? result : null, wanted.guestPath),
      difference('requests', sent, wanted.modify ?? []),
    );
    if (found) return `step ${index}, ${op} ${hostPath}: ${found}`;
  }
  return difference('final', finalOf(devices, uvm), expect.final);
};
