import { buildLcowDocument } from '@uvmkit/lcow-builder';
import {
  caseHost,
  difference,
  documentDifference,
  errorDifference,
  firstOf,
  integer64,
  isFailure,
  lcowOptions,
} from './lcow.mjs';

/** What the reference keeps about the VM after building its document, from our bookkeeping. */
export const builtState = ({
  processorCount,
  reservedScsiSlots,
  rootVpmem,
  assignedDevices,
  execCommandLine,
}) => ({
  processorCount,
  ...(reservedScsiSlots.length > 0 && { reservedSCSISlots: reservedScsiSlots }),
  ...rootVpmemState(rootVpmem),
  ...(assignedDevices.length > 0 && {
    vpciDevices: assignedDevices.map(({ vmbusGuid, deviceInstanceId, virtualFunctionIndex }) => ({
      vmBusGUID: vmbusGuid,
      deviceInstanceID: deviceInstanceId,
      virtualFunctionIndex,
      refCount: 1,
    })),
  }),
  execCommandLine,
});

const rootVpmemState = (root) => {
  if (root === undefined) return {};
  const { hostPath, guestPath, packed } = root;
  const mapping = { hostPath, uvmPath: guestPath, refCount: 1 };
  if (packed === undefined) return { vpmemDevicesDefault: [{ device: 0, ...mapping }] };
  const { sizeInBytes, regionSizeInBytes } = packed;
  return {
    vpmemDevicesMultiMapped: [
      {
        device: 0,
        maxMappedDeviceCount: 1,
        maxSize: 4_294_967_296,
        mappings: [{ ...mapping, offset: 0, sizeInBytes, regionSize: regionSizeInBytes }],
      },
    ],
  };
};

export const run = ({ host, uvm, options, expect }) => {
  const vm = { ...uvm, vpmemMaxSizeBytes: integer64(uvm.vpmemMaxSizeBytes) };
  const built = buildLcowDocument(lcowOptions(options), caseHost(host), { compat: 'hcsshim', vm });
  if (!built.ok)
    return isFailure(expect)
      ? errorDifference(built.problems, expect)
      : `failed: ${built.problems[0].message}`;
  if (isFailure(expect)) return `wanted ${expect.error ?? expect.panic}, got a document`;
  return firstOf(
    documentDifference(built.document, expect),
    difference('state', builtState(built.bookkeeping), expect.state),
  );
};
