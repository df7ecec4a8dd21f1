import type { NetworkEvents } from '../calls/ws2-32.js';
import type { Native } from '../calls/native.js';
import { succeed } from '../calls/win32-error.js';
import type { EventWaits, WatchedEvent } from '../operations/event-waits.js';
import { ADDRESS_FAMILY, RAW_PROTOCOL } from './hyperv-address.js';
import { winsock, winsockError } from './winsock-errors.js';

const SOCK_STREAM = 1;
const WSA_FLAG_OVERLAPPED = 0x01;
/** Children of this process do not inherit the socket. */
const WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
const SD_SEND = 1;
const NO_SOCKET = -1;
const HANDLE_FLAG_INHERIT = 1;

/** FD_READ … FD_CLOSE of winsock2.h, as the numbers of their bits. */
export const networkEvents = { read: 0, write: 1, accept: 3, connect: 4, close: 5 } as const;

const ALL_EVENTS = Object.values(networkEvents).reduce<number>((mask, bit) => mask | (1 << bit), 0);

/** What happened on a socket: whether, and with which Winsock error (0 for none, or when it did not happen). */
export interface ReadyEvents {
  has(event: keyof typeof networkEvents): boolean;
  errorOf(event: keyof typeof networkEvents): number;
}

/** Bytes moved, or that the call would have had to wait. */
export type Moved = number | 'wouldBlock';

/** What sockets are made with. */
export interface SocketMaker {
  readonly native: Native;
  readonly waits: EventWaits;
}

/**
 * A non-blocking Hyper-V socket. All calls return at once; `onReady` says when to try again. Its events are recorded by
 * Winsock until the call that they announce was made, so none is lost between two looks.
 */
export class RawSocket {
  readonly #maker: SocketMaker;
  readonly #handle: number | bigint;
  readonly #event: WatchedEvent;
  #closing: Promise<void> | undefined;
  /** Must not throw. */
  onReady: (events: ReadyEvents) => void = () => undefined;

  /** @throws UVM_HVSOCKET_FAILED, for one where Windows has no Hyper-V sockets */
  static open(maker: SocketMaker): RawSocket {
    // Bound before the first call that may fail: looking a function up may change what it returns.
    const { WSASocketW, WSAGetLastError } = maker.native.ws2_32;
    const flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
    const handle = WSASocketW(ADDRESS_FAMILY, SOCK_STREAM, RAW_PROTOCOL, null, 0, flags);
    if (handle === NO_SOCKET) throw winsockError('WSASocketW', WSAGetLastError());
    return new RawSocket(maker, handle);
  }

  private constructor(maker: SocketMaker, handle: number | bigint) {
    const { WSAEventSelect, closesocket } = maker.native.ws2_32;
    this.#maker = maker;
    this.#handle = handle;
    try {
      this.#event = maker.waits.watch(() => this.#look());
    } catch (error) {
      closesocket(handle);
      throw error;
    }
    if (WSAEventSelect(handle, this.#event.handle, ALL_EVENTS) === 0) return;
    const error = failure(maker, 'WSAEventSelect');
    void this.close();
    throw error;
  }

  bind(address: Buffer): void {
    this.#succeed('bind', this.#maker.native.ws2_32.bind(this.#handle, address, address.length));
  }

  listen(backlog: number): void {
    this.#succeed('listen', this.#maker.native.ws2_32.listen(this.#handle, backlog));
  }

  /** Begins to connect; the event `connect` tells how it went. */
  connect(address: Buffer): void {
    const result = this.#maker.native.ws2_32.connect(this.#handle, address, address.length);
    if (result !== 0 && this.#lastError() !== winsock.WSAEWOULDBLOCK) throw failure(this.#maker, 'connect');
  }

  /** Sets a 32-bit option of the Hyper-V protocol. */
  setOption(option: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    const { setsockopt } = this.#maker.native.ws2_32;
    this.#succeed('setsockopt', setsockopt(this.#handle, RAW_PROTOCOL, option, bytes, bytes.length));
  }

  /** The next connection that waits, if one does. */
  accept(): RawSocket | 'wouldBlock' {
    const { native } = this.#maker;
    const handle = native.ws2_32.accept(this.#handle, null, [0]);
    if (handle !== NO_SOCKET) {
      keepFromChildren(native, handle);
      return new RawSocket(this.#maker, handle);
    }
    if (this.#lastError() === winsock.WSAEWOULDBLOCK) return 'wouldBlock';
    throw failure(this.#maker, 'accept');
  }

  /** 0 is the end of the stream. */
  receive(into: Buffer): Moved {
    return this.#moved('recv', this.#maker.native.ws2_32.recv(this.#handle, into, into.length, 0));
  }

  send(bytes: Buffer): Moved {
    return this.#moved('send', this.#maker.native.ws2_32.send(this.#handle, bytes, bytes.length, 0));
  }

  /** Sends the end of the stream; the other direction stays open. */
  endSending(): void {
    this.#succeed('shutdown', this.#maker.native.ws2_32.shutdown(this.#handle, SD_SEND));
  }

  /** Closing twice is fine. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      this.onReady = () => undefined;
      this.#maker.native.ws2_32.closesocket(this.#handle);
      await this.#event[Symbol.asyncDispose]();
    })();
    return this.#closing;
  }

  #look(): void {
    if (this.#closing) return;
    const found: [NetworkEvents | null] = [null];
    if (this.#maker.native.ws2_32.WSAEnumNetworkEvents(this.#handle, null, found) !== 0 || !found[0]) return;
    const { lNetworkEvents, iErrorCode } = found[0];
    const has: ReadyEvents['has'] = (event) => (lNetworkEvents & (1 << networkEvents[event])) !== 0;
    this.onReady({
      has,
      errorOf: (event) => (has(event) ? (iErrorCode[networkEvents[event]] ?? 0) : 0),
    });
  }

  #moved(name: string, count: number): Moved {
    if (count >= 0) return count;
    if (this.#lastError() === winsock.WSAEWOULDBLOCK) return 'wouldBlock';
    throw failure(this.#maker, name);
  }

  #succeed(name: string, result: number): void {
    if (result !== 0) throw failure(this.#maker, name);
  }

  #lastError(): number {
    return this.#maker.native.ws2_32.WSAGetLastError();
  }
}

/** accept takes no flags as WSASocketW does. A socket that stays inheritable is closed. */
const keepFromChildren = (native: Native, handle: number | bigint): void => {
  const { SetHandleInformation } = native.kernel32;
  try {
    succeed(native, 'SetHandleInformation', () =>
      SetHandleInformation(BigInt(handle), HANDLE_FLAG_INHERIT, 0),
    );
  } catch (error) {
    native.ws2_32.closesocket(handle);
    throw error;
  }
};

const failure = ({ native }: SocketMaker, name: string): Error =>
  winsockError(name, native.ws2_32.WSAGetLastError());
