import { port as checkedPort } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { guidBytes, guidText } from './guid.js';

/** AF_HYPERV. */
export const ADDRESS_FAMILY = 34;

/** HV_PROTOCOL_RAW: the only protocol, and the level of the socket options. */
export const RAW_PROTOCOL = 1;

/** Bytes of a SOCKADDR_HV. */
export const ADDRESS_SIZE = 36;

/** Partitions that have a name of their own (HV_GUID_… of hvsocket.h). A virtual machine's is its runtime id. */
export const partitions = {
  wildcard: '00000000-0000-0000-0000-000000000000',
  broadcast: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  children: '90db8b89-0d35-4f79-8ce9-49ea0ac8b7cd',
  loopback: 'e0e16197-dd56-4a10-9195-5ee7a155a838',
  parent: 'a42e7cda-d03f-480c-9cc2-a4de20abb878',
  siloHost: '36bd0c5c-7276-4223-88ba-7d03b654c568',
} as const;

/** Who and what: a partition, and a service there. */
export interface HyperVAddress {
  readonly vmId: string;
  readonly serviceId: string;
}

/** What every service GUID of a vsock port ends in (HV_GUID_VSOCK_TEMPLATE). */
const VSOCK_TAIL = '-facb-11e6-bd58-64006a7986d3';

/** The service GUID by which a Linux guest's vsock port is known. @throws RangeError for what is no port */
export const serviceIdOfPort = (port: number): string =>
  `${checkedPort(port).toString(16).padStart(8, '0')}${VSOCK_TAIL}`;

/** The vsock port of a service GUID, or undefined for a service of another kind. */
export const portOfServiceId = (serviceId: string): number | undefined => {
  const text = serviceId.toLowerCase();
  return guidBytes(text) && text.endsWith(VSOCK_TAIL) ? Number.parseInt(text.slice(0, 8), 16) : undefined;
};

/** SOCKADDR_HV: family, two reserved bytes, partition, service. @throws UVM_HVSOCKET_UNAVAILABLE for what is no GUID */
export const encodeAddress = ({ vmId, serviceId }: HyperVAddress): Buffer => {
  const family = Buffer.alloc(4);
  family.writeUInt16LE(ADDRESS_FAMILY);
  return Buffer.concat([family, bytesOf(vmId), bytesOf(serviceId)]);
};

/** The address in a SOCKADDR_HV, or undefined when the bytes are none. */
export const decodeAddress = (bytes: Uint8Array): HyperVAddress | undefined => {
  const address = Buffer.from(bytes);
  if (address.length !== ADDRESS_SIZE || address.readUInt16LE() !== ADDRESS_FAMILY) return undefined;
  return { vmId: guidText(address.subarray(4, 20)), serviceId: guidText(address.subarray(20)) };
};

const bytesOf = (guid: string): Buffer => {
  const bytes = guidBytes(guid);
  if (bytes === undefined)
    throw errors.UVM_HVSOCKET_UNAVAILABLE(`${JSON.stringify(guid)} is no GUID.`, { guid });
  return bytes;
};
