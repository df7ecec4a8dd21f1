import { buildConfidentialLcowDocument } from '@uvmkit/lcow-builder';
import {
  caseHost,
  difference,
  documentDifference,
  errorDifference,
  firstOf,
  folderContents,
  grantsOf,
  integer64,
  isFailure,
  lcowOptions,
} from '../../lib/lcow.mjs';

export const run = async ({ host: described, uvm, options: given, expect }) => {
  const options = lcowOptions(given);
  const { bundleDirectory } = options;
  const host = caseHost(described, { bundleDirectory });
  const vm = { ...uvm, vpmemMaxSizeBytes: integer64(uvm.vpmemMaxSizeBytes) };
  const built = await buildConfidentialLcowDocument(options, host, { compat: 'hcsshim', vm });
  const effects = firstOf(
    difference('grants', grantsOf(host), expect.grants),
    difference('files', folderContents(host, bundleDirectory), expect.bundleFilesAfter),
  );
  if (!built.ok)
    return isFailure(expect)
      ? firstOf(errorDifference(built.problems, expect), effects)
      : `failed: ${built.problems[0].message}`;
  if (isFailure(expect)) return `wanted ${expect.error ?? expect.errorPrefix}, got a document`;
  const { processorCount, reservedScsiSlots } = built.bookkeeping;
  const state = {
    processorCount,
    ...(reservedScsiSlots.length > 0 && { reservedSCSISlots: reservedScsiSlots }),
  };
  return firstOf(
    documentDifference(built.document, expect),
    difference('state', state, expect.state),
    effects,
  );
};
