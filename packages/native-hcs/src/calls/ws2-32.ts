import { bytes, i32, inOutU32, pointer, socket, u16, u32, type CType } from './c-types.js';
import { signature } from './function-table.js';

/** What `WSAEnumNetworkEvents` tells: a bit mask, and an error for each of its bits. */
export interface NetworkEvents {
  lNetworkEvents: number;
  iErrorCode: ArrayLike<number>;
}

const networkEvents: CType<[NetworkEvents | null]> = {
  build: (koffi) =>
    koffi.out(
      koffi.pointer(
        koffi.struct({ lNetworkEvents: 'int32_t', iErrorCode: koffi.array('int32_t', 10, 'Array') }),
      ),
    ),
};

/** ws2_32.dll. Every failure is -1 (or no socket), with its reason in `WSAGetLastError` of the same thread. */
export const ws2_32 = {
  WSAStartup: signature(i32, u16, bytes),
  WSAGetLastError: signature(i32),
  WSASocketW: signature(socket, i32, i32, i32, pointer, u32, u32),
  closesocket: signature(i32, socket),
  bind: signature(i32, socket, bytes, i32),
  listen: signature(i32, socket, i32),
  accept: signature(socket, socket, bytes, inOutU32),
  connect: signature(i32, socket, bytes, i32),
  recv: signature(i32, socket, bytes, i32, i32),
  send: signature(i32, socket, bytes, i32, i32),
  shutdown: signature(i32, socket, i32),
  setsockopt: signature(i32, socket, i32, i32, bytes, i32),
  WSAEventSelect: signature(i32, socket, pointer, i32),
  WSAEnumNetworkEvents: signature(i32, socket, pointer, networkEvents),
};
