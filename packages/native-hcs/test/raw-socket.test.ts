import type { Native } from '../src/calls/native.js';
import { RawSocket, type SocketMaker } from '../src/sockets/raw-socket.js';
import { nativeFunction } from './support/native-function.js';

test('the reason of the first failure survives the look-up of the function that tells it', () => {
  let lastError = 0;
  const ws2_32 = {
    WSASocketW: nativeFunction(() => {
      lastError = 10047;
      return -1;
    }),
    get WSAGetLastError() {
      lastError = 0;
      return nativeFunction(() => lastError);
    },
  };
  const maker = { native: { ws2_32 } as unknown as Native } as SocketMaker;
  expect(() => RawSocket.open(maker)).toThrow(
    expect.objectContaining({ code: 'UVM_HVSOCKET_FAILED', data: { winsockError: 10047 } }),
  );
});
