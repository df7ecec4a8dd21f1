import { prepareLcow } from '@uvmkit/lcow-builder';
import {
  caseHost,
  difference,
  documentDifference,
  errorDifference,
  firstOf,
  folderContents,
  grantsOf,
  isFailure,
  lcowOptions,
} from '../../lib/lcow.mjs';
import { builtState } from '../../lib/make-lcow-doc.mjs';

export const run = async ({ host: described, options: given, expect }) => {
  const options = lcowOptions(given);
  const { bundleDirectory } = options;
  const host = caseHost(described, { bundleDirectory, guids: options.id === '' ? ['<generated-guid>'] : [] });
  const prepared = await prepareLcow(options, host, { compat: 'hcsshim' });
  if (!prepared.ok)
    return isFailure(expect)
      ? errorDifference(prepared.problems, expect)
      : `failed: ${prepared.problems[0].reference}`;
  if (isFailure(expect))
    return `wanted ${expect.error ?? expect.errorPrefix ?? expect.panic}, got a document`;

  const filesAtCreate = folderContents(host, bundleDirectory);
  await prepared.discard();
  const { vm, ...built } = prepared.bookkeeping;
  const state = builtState({
    rootVpmem: undefined,
    assignedDevices: [],
    execCommandLine: expect.state.execCommandLine,
    ...built,
  });
  return firstOf(
    documentDifference(prepared.document, expect),
    difference('state', { ...vm, ...state }, expect.state),
    expect.grants && difference('grants', grantsOf(host), expect.grants),
    expect.bundleFilesAtCreate && difference('files', filesAtCreate, expect.bundleFilesAtCreate),
    expect.bundleFilesAfterFailedCreate &&
      difference('files left', folderContents(host, bundleDirectory), expect.bundleFilesAfterFailedCreate),
  );
};
