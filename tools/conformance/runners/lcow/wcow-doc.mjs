import { buildConfidentialWcowDocument, buildWcowDocument, prepareWcow } from '@uvmkit/lcow-builder';
import {
  caseHost,
  difference,
  documentDifference,
  errorDifference,
  firstOf,
  grantsOf,
  isFailure,
} from '../../lib/lcow.mjs';
import { wcowOptions } from '../../lib/wcow.mjs';

const compat = 'hcsshim';
const operations = {
  prepareConfigDoc: buildWcowDocument,
  prepareSecurityConfigDoc: buildConfidentialWcowDocument,
  createWCOW: prepareWcow,
};

const stateOf = ({ processorCount, reservedScsiSlots, processDumpLocation }) => ({
  processorCount,
  reservedSCSISlots: reservedScsiSlots,
  ...(processDumpLocation && { processDumpLocation }),
});

export const run = async ({ op, host: described, options: given, expect }) => {
  const options = wcowOptions(given);
  const host = caseHost(described);
  const built = await operations[op](options, host, { compat });
  const effects = () =>
    firstOf(
      difference('grants', grantsOf(host), expect.grants),
      difference(
        'disk identifiers',
        [...host.diskIdentifiers].map(([path, id]) => ({ path, id })),
        expect.virtualDiskIdentifiers,
      ),
      difference(
        'empty folder',
        host.exists(`${options.bundleDirectory}\\EmptyDoNotModify`),
        expect.emptyShareDirCreated,
      ),
    );
  if (!built.ok)
    return isFailure(expect)
      ? firstOf(errorDifference(built.problems, expect), effects())
      : `failed: ${built.problems[0].reference}`;
  if (isFailure(expect))
    return `wanted ${expect.error ?? expect.errorPrefix ?? expect.panic}, got a document`;
  return firstOf(
    documentDifference(built.document, expect),
    difference('state', stateOf(built.bookkeeping), expect.state),
    effects(),
  );
};
