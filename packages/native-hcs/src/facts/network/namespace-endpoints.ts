import * as t from 'io-ts';
import { guidBytes } from '../../sockets/guid.js';
import type { HcnNamespace } from './hcn-documents.js';
import { readHcnValue } from './read-hcn-document.js';

const isGuid = (value: unknown): value is string =>
  typeof value === 'string' && guidBytes(value) !== undefined;

const Guid = new t.Type<string>(
  'Guid',
  isGuid,
  (value, context) => (isGuid(value) ? t.success(value) : t.failure(value, context)),
  t.identity,
);

/** Go clients of the service read member names without regard to case; both ways of writing this one are taken. */
const EndpointData = t.union([t.type({ ID: Guid }), t.type({ Id: Guid })], 'HcnNamespaceEndpoint');

/**
 * Ids of the endpoints in a namespace, in its order. Resources of other kinds are passed over.
 *
 * @throws UVM_NATIVE_MALFORMED_RESULT for an endpoint without an id
 */
export const namespaceEndpointIds = ({ ID, Resources = [] }: HcnNamespace): readonly string[] =>
  Resources.filter(({ Type }) => Type === 'Endpoint').map(({ Data }) => {
    const found = readHcnValue(EndpointData, Data, `An endpoint of namespace ${ID}`);
    return 'ID' in found ? found.ID : found.Id;
  });
