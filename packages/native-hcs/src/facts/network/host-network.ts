import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import { randomUUID } from 'node:crypto';
import { checkedGuid, checkedGuidBytes } from '../arguments.js';
import { inAdapterOrder } from './endpoint-order.js';
import { hcnAsk, hcnCall, withHcnObject, type HcnNative, type HcnOpening } from './hcn-calls.js';
import { HcnEndpoint, HcnIds, HcnNamespace } from './hcn-documents.js';
import { hcnQuery, hcnSettings, type HcnFilter } from './hcn-query.js';
import { namespaceEndpointIds } from './namespace-endpoints.js';
import { readHcnDocument } from './read-hcn-document.js';

/**
 * What of the host network service an adapter of a VM needs: endpoints, and the namespaces that group them. Ids are
 * GUIDs.
 *
 * Every call may throw UVM_HCN_NOT_FOUND, UVM_HCN_FAILED and UVM_HCS_ACCESS_DENIED. When a wait ends sooner, Windows goes
 * on with the call that it is at; what that opens is closed, and an endpoint that it creates is deleted.
 */
export interface HostNetwork {
  /** `{ Name: 'Default Switch' }` finds the network that every Windows with Hyper-V has. */
  networkIds(filter?: HcnFilter, wait?: WaitOptions): Promise<readonly string[]>;
  endpointIds(filter?: HcnFilter, wait?: WaitOptions): Promise<readonly string[]>;
  endpoint(id: string, wait?: WaitOptions): Promise<HcnEndpoint>;
  /**
   * @param settings with the `ID` that it shall have, or without for a new one
   * @throws UVM_HCN_INVALID_SETTINGS
   */
  createEndpoint(networkId: string, settings: HcnEndpoint, wait?: WaitOptions): Promise<HcnEndpoint>;
  deleteEndpoint(id: string, wait?: WaitOptions): Promise<void>;
  namespaceIds(filter?: HcnFilter, wait?: WaitOptions): Promise<readonly string[]>;
  namespace(id: string, wait?: WaitOptions): Promise<HcnNamespace>;
  /** Its endpoints in the order in which a guest gets adapters for them: `…eth0` first. */
  namespaceEndpoints(id: string, wait?: WaitOptions): Promise<readonly HcnEndpoint[]>;
}

/** @param open gives Windows' libraries, and rejects where there are none */
export const createHostNetwork = (open: () => Promise<HcnNative>, defaultWait: WaitOptions): HostNetwork => {
  const run = async <T>(
    what: string,
    wait: WaitOptions | undefined,
    use: (native: HcnNative, ended: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const native = await open();
    return waitFor(what, { ...defaultWait, ...wait }, (ended) => use(native, ended));
  };

  return {
    networkIds: (filter, wait) =>
      run('the list of networks', wait, (native) => readIds(native, 'Networks', filter)),

    endpointIds: (filter, wait) =>
      run('the list of endpoints', wait, (native) => readIds(native, 'Endpoints', filter)),

    endpoint: (id, wait) => run(`endpoint ${id}`, wait, (native) => readEndpoint(native, id)),

    createEndpoint: (networkId, settings, wait) =>
      run(`the creation of an endpoint of network ${networkId}`, wait, (native, ended) =>
        createEndpoint(native, networkId, settings, ended),
      ),

    deleteEndpoint: (id, wait) =>
      run(`the removal of endpoint ${id}`, wait, (native) => deleteEndpoint(native, id)),

    namespaceIds: (filter, wait) =>
      run('the list of namespaces', wait, (native) => readIds(native, 'Namespaces', filter)),

    namespace: (id, wait) => run(`namespace ${id}`, wait, (native) => readNamespace(native, id)),

    namespaceEndpoints: (id, wait) =>
      run(`the endpoints of namespace ${id}`, wait, async (native, ended) => {
        const endpoints: HcnEndpoint[] = [];
        for (const endpointId of namespaceEndpointIds(await readNamespace(native, id))) {
          ended.throwIfAborted();
          endpoints.push(await readEndpoint(native, endpointId));
        }
        return inAdapterOrder(endpoints);
      }),
  };
};

const readIds = async (
  native: HcnNative,
  kind: 'Networks' | 'Endpoints' | 'Namespaces',
  filter: HcnFilter | undefined,
): Promise<readonly string[]> => {
  const what = `the list of ${kind.toLowerCase()}`;
  const text = await hcnAsk(native, `Reading ${what}`, (ids, record) =>
    native.computenetwork[`HcnEnumerate${kind}`].async(hcnQuery(filter), ids, record),
  );
  return readHcnDocument(HcnIds, text, what);
};

const endpointProperties = async (native: HcnNative, what: string, handle: bigint): Promise<HcnEndpoint> => {
  const text = await hcnAsk(native, `Reading ${what}`, (properties, record) =>
    native.computenetwork.HcnQueryEndpointProperties.async(handle, hcnQuery(), properties, record),
  );
  return readHcnDocument(HcnEndpoint, text, what);
};

const readEndpoint = async (native: HcnNative, id: string): Promise<HcnEndpoint> => {
  const { HcnOpenEndpoint, HcnCloseEndpoint } = native.computenetwork;
  const guid = checkedGuidBytes(id);
  const what = `endpoint ${id}`;
  const opening: HcnOpening = {
    what: `Opening ${what}`,
    open: (slot, record) => HcnOpenEndpoint.async(guid, slot, record),
    close: (handle) => HcnCloseEndpoint.async(handle),
  };
  return withHcnObject(native, opening, (handle) => endpointProperties(native, what, handle));
};

const readNamespace = async (native: HcnNative, id: string): Promise<HcnNamespace> => {
  const { HcnOpenNamespace, HcnCloseNamespace, HcnQueryNamespaceProperties } = native.computenetwork;
  const guid = checkedGuidBytes(id);
  const what = `namespace ${id}`;
  const opening: HcnOpening = {
    what: `Opening ${what}`,
    open: (slot, record) => HcnOpenNamespace.async(guid, slot, record),
    close: (handle) => HcnCloseNamespace.async(handle),
  };
  const text = await withHcnObject(native, opening, (handle) =>
    hcnAsk(native, `Reading ${what}`, (properties, record) =>
      HcnQueryNamespaceProperties.async(handle, hcnQuery(), properties, record),
    ),
  );
  return readHcnDocument(HcnNamespace, text, what);
};

const createEndpoint = async (
  native: HcnNative,
  networkId: string,
  settings: HcnEndpoint,
  ended: AbortSignal,
): Promise<HcnEndpoint> => {
  const { HcnOpenNetwork, HcnCloseNetwork, HcnCreateEndpoint, HcnCloseEndpoint } = native.computenetwork;
  const networkGuid = checkedGuidBytes(networkId);
  const id = checkedGuid(settings.ID ?? randomUUID());
  const guid = checkedGuidBytes(id);
  const text = hcnSettings({ HostComputeNetwork: networkId, ...settings, ID: id });
  const what = `endpoint ${id}`;
  const network: HcnOpening = {
    what: `Opening network ${networkId}`,
    open: (slot, record) => HcnOpenNetwork.async(networkGuid, slot, record),
    close: (handle) => HcnCloseNetwork.async(handle),
  };
  let isCreated = false;
  try {
    const properties = await withHcnObject(native, network, (networkHandle) => {
      const created: HcnOpening = {
        what: `The creation of ${what}`,
        open: (slot, record) => HcnCreateEndpoint.async(networkHandle, guid, text, slot, record),
        close: (handle) => HcnCloseEndpoint.async(handle),
      };
      return withHcnObject(native, created, (handle) => {
        isCreated = true;
        return endpointProperties(native, what, handle);
      });
    });
    ended.throwIfAborted();
    return properties;
  } catch (error) {
    // Nobody would know of an endpoint whose creation is answered by an error.
    if (isCreated) await deleteEndpoint(native, id).catch(() => undefined);
    throw error;
  }
};

const deleteEndpoint = async (native: HcnNative, id: string): Promise<void> => {
  const guid = checkedGuidBytes(id);
  await hcnCall(native, `The removal of endpoint ${id}`, (record) =>
    native.computenetwork.HcnDeleteEndpoint.async(guid, record),
  );
};
