import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import type { LibraryPaths } from '@uvmkit/native-hcs';
import { encodeAddress, serviceIdOfPort } from '@uvmkit/native-hcs';
import type { GuestSockets } from '@uvmkit/vmutils';
import koffi from 'koffi';

const script = resolve(__dirname, '../../../../tools/windows/build-stand-in.mjs');

/** Why the library that plays Windows' compute service cannot be built here, or undefined. */
export let missing: string | undefined;
let path = '';
try {
  const printed = execFileSync(process.execPath, [script, '--target', 'linux'], { encoding: 'utf8' });
  path = printed.trim().split('\n')[0] ?? '';
} catch (error) {
  if (process.env['UVMKIT_REQUIRE_WINDOWS']) throw error;
  missing = 'the stand-in library is built with gcc, which is missing or failed';
}

const played = ['computecore', 'computenetwork', 'computestorage', 'kernel32', 'ole32', 'ws2_32'];

export const libraries: LibraryPaths = Object.fromEntries(played.map((name) => [name, path]));

/** The stand-in from the guest's side, and its counters. */
export const openStandIn = () => {
  const library = koffi.load(path);
  const guid = koffi.pointer('uint8_t');
  const listenerPort = library.func('StandInListenerPort', 'uint16_t', [guid, guid]);
  const exit = library.func('StandInExit', 'void', ['str16', 'str16']);
  const script = library.func('StandInScript', 'void', [
    'str16',
    'uint32_t',
    'int32_t',
    'int32_t',
    'str16',
    'uint32_t',
    'uint32_t',
  ]);
  const count = library.func('StandInCount', 'int64_t', ['str16']);
  return {
    /** The end of a guest that switched itself off. */
    powerOff: (id: string): void => void exit(id, '{"Status":0,"ExitType":"GracefulExit"}'),
    /** The next calls of a function succeed, whatever they are given. */
    succeed: (functionName: string, times: number): void => {
      for (let call = 0; call < times; call += 1) script(functionName, 0, 0, 0, null, 0, 0);
    },
    count: (what: string): number => Number(count(what)),
    socketsOfGuest: (runtimeId: string): GuestSockets => ({
      listen: () => Promise.reject(new Error('no program of this guest listens')),
      connect: async (port) => {
        const address = encodeAddress({ vmId: runtimeId, serviceId: serviceIdOfPort(port) });
        const tcpPort = Number(listenerPort(address.subarray(4, 20), address.subarray(20)));
        if (tcpPort === 0) throw new Error(`the host does not listen on ${port}`);
        const socket = connect({ port: tcpPort, host: '127.0.0.1', allowHalfOpen: true });
        await once(socket, 'connect');
        return socket;
      },
    }),
  };
};
