import { hresults, nullGuid } from '@uvmkit/gcs-bridge';
import { GuestFault } from './guest-fault.js';
import type { Handler } from './handler.js';
import { readResize, readSignal, readWait } from './requests.js';

const noContainer = (): GuestFault => new GuestFault(hresults.systemNotFound, 'no such container');

/** Absent, `TimeoutInMs` is 0. */
export const waitForProcess: Handler = async (request, { processes }) => {
  const { ContainerId, ProcessId = 0, TimeoutInMs = 0 } = readWait(request, '');
  if (ContainerId !== nullGuid) throw noContainer();
  return { ExitCode: await processes.wait(ProcessId, TimeoutInMs) };
};

/** Only processes of containers can be signalled; the VM itself is not one. */
export const signalProcess: Handler = (request) => {
  readSignal(request, '');
  throw noContainer();
};

/** Only consoles of containers can be resized. */
export const resizeConsole: Handler = (request) => {
  readResize(request, '');
  throw noContainer();
};
