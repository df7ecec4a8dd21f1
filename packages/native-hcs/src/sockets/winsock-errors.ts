import type { UvmError } from '@uvmkit/vmutils';
import { errors } from '../errors.js';

/** Winsock errors that calls act on. */
export const winsock = {
  WSAEACCES: 10013,
  WSAEINVAL: 10022,
  WSAEWOULDBLOCK: 10035,
  WSAEADDRINUSE: 10048,
  WSAEADDRNOTAVAIL: 10049,
  WSAENETUNREACH: 10051,
  WSAECONNABORTED: 10053,
  WSAECONNRESET: 10054,
  WSAETIMEDOUT: 10060,
  WSAECONNREFUSED: 10061,
} as const;

type WinsockName = keyof typeof winsock;

const codeOf: Partial<Record<WinsockName, keyof typeof errors>> = {
  WSAEACCES: 'UVM_HVSOCKET_ACCESS_DENIED',
  WSAEINVAL: 'UVM_HVSOCKET_UNAVAILABLE',
  WSAEADDRINUSE: 'UVM_HVSOCKET_ADDRESS_IN_USE',
  WSAEADDRNOTAVAIL: 'UVM_HVSOCKET_UNAVAILABLE',
  WSAENETUNREACH: 'UVM_HVSOCKET_REFUSED',
  WSAETIMEDOUT: 'UVM_HVSOCKET_REFUSED',
  WSAECONNREFUSED: 'UVM_HVSOCKET_REFUSED',
  WSAECONNABORTED: 'UVM_HVSOCKET_RESET',
  WSAECONNRESET: 'UVM_HVSOCKET_RESET',
};

const nameOf = new Map<number, WinsockName>(
  Object.entries(winsock).map(([name, number]) => [number, name as WinsockName]),
);

/** The typed error of a failed socket call. */
export const winsockError = (what: string, winsockErrorNumber: number): UvmError => {
  const name = nameOf.get(winsockErrorNumber);
  const make = errors[(name && codeOf[name]) ?? 'UVM_HVSOCKET_FAILED'];
  return make(`${what} failed (${name ?? 'Winsock error'} ${winsockErrorNumber}).`, {
    winsockError: winsockErrorNumber,
  });
};
