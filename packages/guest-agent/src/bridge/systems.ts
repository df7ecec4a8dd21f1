import { hresults, nullGuid } from '@uvmkit/gcs-bridge';
import { GuestFault } from './guest-fault.js';
import { type Handler, noResponse } from './handler.js';
import { parseJson, record } from './json-reader.js';
import {
  readBase,
  readContainerConfig,
  readCreate,
  readGetProperties,
  readPropertyQuery,
} from './requests.js';

const noContainer = (): GuestFault => new GuestFault(hresults.systemNotFound, 'no such container');

/** A formality of the protocol: succeeds for every id. */
export const start: Handler = (request) => {
  readBase(request, '');
  return {};
};

/** Powers the VM off, for which there is no response. */
export const shutdown: Handler = (request, { powerOff, logger }) => {
  const { ContainerId } = readBase(request, '');
  if (ContainerId !== nullGuid) throw noContainer();
  logger.info('powering off');
  powerOff();
  return noResponse;
};

export const getProperties: Handler = (request) => {
  const { ContainerId, Query = '' } = readGetProperties(request, '');
  if (Query !== '') readPropertyQuery(parseJson(Query), 'Query');
  if (ContainerId !== nullGuid) throw noContainer();
  throw new GuestFault(hresults.fail, 'the VM itself has no properties');
};

export const deleteContainerState: Handler = (request) => {
  readBase(request, '');
  throw noContainer();
};

/** Checks as far as the protocol has rules; this agent runs no containers. */
export const create: Handler = (request) => {
  const { ContainerConfig = '' } = readCreate(request, '');
  const { SchemaVersion: { Major = 0, Minor = 0 } = {} } = readContainerConfig(
    parseJson(ContainerConfig),
    'ContainerConfig',
  );
  if (Major < 2 || (Major === 2 && Minor < 1)) {
    throw new GuestFault(hresults.invalidJson, `schema version ${Major}.${Minor} is too old`);
  }
  throw new GuestFault(hresults.notImplemented, 'this agent runs no containers');
};

/** Checks as far as the protocol has rules; this agent has nothing to modify. */
export const modifySettings: Handler = (request) => {
  const { ContainerId } = readBase(request, '');
  const { Request } = record(request, '');
  record(Request, 'Request');
  if (ContainerId !== nullGuid) throw noContainer();
  throw new GuestFault(hresults.notImplemented, 'this agent has no settings to modify');
};

/** The nearest thing to stacks that a JavaScript program has: what it is busy with. */
export const dumpStacks: Handler = (request, { processes }) => {
  readBase(request, '');
  const { rss, heapUsed } = process.memoryUsage();
  const lines = [
    `agent: node ${process.version}, up ${Math.round(process.uptime())} s, rss ${rss}, heap ${heapUsed}`,
    `processes not yet waited for: ${processes.size}`,
    ...process.getActiveResourcesInfo().map((resource) => `active: ${resource}`),
  ];
  return { GuestStacks: lines.join('\n') };
};
