import { Plan9Shares, ScsiDisks, VsmbShares, windowsPaths } from '@uvmkit/lcow-builder';
import { failureDifference, sender } from '../../lib/device-sequence.mjs';
import { difference, firstOf } from '../../lib/lcow.mjs';

const compat = 'hcsshim';

/** Compares one step: its failure, its result as the case words it, and what was sent. */
const compared = ({ error, result, requests }, wanted, wordedResult, sentAs, wantedSent) =>
  firstOf(
    error ? failureDifference(error, wanted) : difference('result', wordedResult(result), resultOf(wanted)),
    difference('requests', requests.map(sentAs), wantedSent ?? []),
  );

const resultOf = (wanted) =>
  Object.fromEntries(Object.entries(wanted).filter(([name]) => name !== 'modify' && name !== 'requests'));
const withoutReceiver = ({ request, failed }) => ({ request, ...(failed && { failed }) });

const inOrder = async (sequence, results, step) => {
  for (const [index, action] of sequence.entries()) {
    const found = await step(action, results[index], index);
    if (found) return `step ${index}, ${JSON.stringify(action)}: ${found}`;
  }
  return undefined;
};

const plan9Sequence = ({ host, uvm, sequence, expect }) => {
  const shares = new Plan9Shares({
    id: uvm.id,
    guest: uvm.operatingSystem,
    osBuild: host.build,
    noWritableFileShares: uvm.noWritableFileShares,
  });
  const send = sender(uvm.failModifyCalls);
  return inOrder(sequence, expect.results, async (action, wanted) => {
    const { hostPath, uvmPath: guestPath, readOnly, restrict, allowedNames } = action;
    const change =
      action.op === 'add'
        ? shares.add({
            hostPath,
            guestPath,
            readOnly,
            allowedNames: restrict ? (allowedNames ?? []) : undefined,
          })
        : shares.remove({ name: action.share, guestPath });
    const worded = (share) => (share ? { name: share.name, uvmPath: share.guestPath } : { ok: true });
    return compared(await send(change), wanted, worded, withoutReceiver, wanted.modify);
  });
};

const kindOf = (path) => {
  const clean = windowsPaths.clean(path);
  if (/^C:\\sh\\d[0-5]$/i.test(clean)) return 'folder';
  return /^C:\\sh\\d[0-5]\\[fg]\.txt$/i.test(clean) ? 'file' : undefined;
};

const vsmbSequence = ({ uvm, sequence, expect }) => {
  const shares = new VsmbShares({
    id: uvm.id,
    guest: uvm.operatingSystem,
    noWritableFileShares: uvm.noWritableFileShares,
    noDirectMap: uvm.vsmbNoDirectMap || uvm.devicesPhysicallyBacked,
    paths: windowsPaths,
    kindOf,
    compat,
  });
  const send = sender(uvm.failModifyCalls);
  const changes = {
    add: (path, readOnly) => shares.add(path, readOnly),
    remove: (path, readOnly) => shares.remove(path, readOnly),
    *guestPath(path, readOnly) {
      return { onlyGuestPath: shares.guestPath(path, readOnly) };
    },
  };
  const worded = (share) => {
    if (share === undefined) return { ok: true };
    if (share.onlyGuestPath) return { guestPath: share.onlyGuestPath };
    const { name, guestPath, hostPath, uses } = share;
    return { name, guestPath, hostPath, refCount: uses };
  };
  return inOrder(sequence, expect.results, async ({ op, hostPath, readOnly }, wanted) =>
    compared(await send(changes[op](hostPath, readOnly)), wanted, worded, withoutReceiver, wanted.modify),
  );
};

const mountOf = (config) =>
  config === null
    ? undefined
    : {
        partition: config.Partition,
        encrypted: config.Encrypted,
        options: config.Options,
        ensureFilesystem: config.EnsureFilesystem,
        filesystem: config.Filesystem,
        blockDevice: config.BlockDev,
        formatWithRefs: config.FormatWithRefs,
      };

const scsiSequence = ({ uvm, sequence, expect }) => {
  const disks = new ScsiDisks({
    guest: uvm.operatingSystem,
    controllerCount: uvm.controllers,
    lunsPerController: uvm.lunsPerController,
    reservedSlots: uvm.reservedSlots,
    compat,
  });
  const send = sender(uvm.failRequests);
  const attached = [];
  const asSent = (sent) => sent;
  return inOrder(sequence, expect.results, async (action, wanted, index) => {
    if (action.op === 'add') {
      const { kind, hostPath, readOnly, guestPath, mountConfig } = action;
      const done = await send(
        disks.attach({ kind, hostPath, readOnly }, { mount: mountOf(mountConfig), guestPath }),
      );
      attached[index] = done.result;
      return compared(done, wanted, (disk) => disk, asSent, wanted.requests);
    }
    const first = await send(disks.release(attached[action.of]));
    if (wanted.panic) return first.error ? undefined : 'wanted a failure, got none';
    if (action.op === 'release')
      return compared(first, wanted, () => ({ ok: true }), asSent, wanted.requests);
    const second = await send(disks.release(attached[action.of]));
    const errors = [first, second].map(({ error }) => error?.data.reference ?? null);
    return firstOf(
      difference('errors', errors, wanted.errors),
      difference('requests', [...first.requests, ...second.requests], wanted.requests),
    );
  });
};

const operations = { plan9Sequence, vsmbSequence, scsiSequence };

export const run = (testCase) => operations[testCase.op](testCase);
