import type { OutPointer, Pointer } from '../../src/calls/c-types.js';
import type { HcnNative } from '../../src/facts/network/hcn-calls.js';
import { guidText } from '../../src/sockets/guid.js';
import { nativeFunction } from './native-function.js';

/** What a scripted call answers in place of what it would. */
export interface NetworkAnswer {
  readonly result?: number;
  readonly record?: string;
  readonly document?: string;
  /** The call takes effect as well, so that it leaves a handle. */
  readonly behavesToo?: boolean;
}

type Kind = 'Network' | 'Endpoint' | 'Namespace';

const NOT_FOUND: Readonly<Record<Kind, number>> = {
  Network: 0x803b0001,
  Endpoint: 0x803b0002,
  Namespace: 0x80070490,
};

/** A host network service in JavaScript: objects by id, and every handle and buffer counted. */
export interface PlayedNetwork {
  readonly native: HcnNative;
  readonly objects: Readonly<Record<Kind, Map<string, object>>>;
  /** `name` answers so, once, at its next call. */
  script(name: string, answer: NetworkAnswer): void;
  /** The calls so far, with the query or settings of each. */
  readonly calls: readonly (readonly [name: string, text?: string])[];
  /** Handles and buffers that are still there, and those given back twice or never given out. */
  leftovers(): { handles: number; buffers: number; bad: number };
}

export const playNetwork = (): PlayedNetwork => {
  const objects = {
    Network: new Map<string, object>(),
    Endpoint: new Map<string, object>(),
    Namespace: new Map<string, object>(),
  };
  const scripts = new Map<string, NetworkAnswer>();
  const calls: [string, string?][] = [];
  const handles = new Map<bigint, string>();
  const buffers = new Map<bigint, string>();
  let lastAddress = 0x1000n;
  let bad = 0;

  const put = <T>(table: Map<bigint, T>, value: T): bigint => {
    table.set((lastAddress += 16n), value);
    return lastAddress;
  };
  const take = (table: Map<bigint, unknown>, address: Pointer): void => {
    if (address === null || !table.delete(address)) bad += 1;
  };
  const say = (slot: OutPointer, text: string | undefined): void => {
    if (text !== undefined) slot[0] = put(buffers, text);
  };

  /** Plays one call: as scripted, or as `act` does, which gives an HRESULT. */
  const play = (
    name: string,
    text: string | undefined,
    slots: { readonly record?: OutPointer; readonly document?: OutPointer },
    act: () => number,
  ): number => {
    calls.push(text === undefined ? [name] : [name, text]);
    const scripted = scripts.get(name);
    scripts.delete(name);
    let result = !scripted || scripted.behavesToo ? act() : 0;
    if (scripted?.result !== undefined) result = scripted.result | 0;
    if (slots.document) say(slots.document, scripted?.document);
    if (slots.record) say(slots.record, scripted?.record);
    return result;
  };

  const functionsOf = (kind: Kind): object => ({
    [`HcnEnumerate${kind}s`]: nativeFunction((query: string, ids: OutPointer, record: OutPointer) =>
      play(`HcnEnumerate${kind}s`, query, { document: ids, record }, () => {
        say(ids, JSON.stringify([...objects[kind].keys()]));
        return 0;
      }),
    ),
    [`HcnOpen${kind}`]: nativeFunction((guid: Uint8Array, slot: OutPointer, record: OutPointer) =>
      play(`HcnOpen${kind}`, undefined, { record }, () => {
        const id = guidText(guid);
        if (!objects[kind].has(id)) return NOT_FOUND[kind] | 0;
        slot[0] = put(handles, id);
        return 0;
      }),
    ),
    [`HcnQuery${kind}Properties`]: nativeFunction(
      (handle: bigint, query: string, properties: OutPointer, record: OutPointer) =>
        play(`HcnQuery${kind}Properties`, query, { document: properties, record }, () => {
          say(properties, JSON.stringify(objects[kind].get(handles.get(handle) ?? '')));
          return 0;
        }),
    ),
    [`HcnClose${kind}`]: nativeFunction((handle: bigint) =>
      play(`HcnClose${kind}`, undefined, {}, () => {
        take(handles, handle);
        return 0;
      }),
    ),
    [`HcnDelete${kind}`]: nativeFunction((guid: Uint8Array, record: OutPointer) =>
      play(`HcnDelete${kind}`, undefined, { record }, () =>
        objects[kind].delete(guidText(guid)) ? 0 : NOT_FOUND[kind] | 0,
      ),
    ),
  });

  const native = {
    computenetwork: {
      ...functionsOf('Network'),
      ...functionsOf('Endpoint'),
      ...functionsOf('Namespace'),
      HcnCreateEndpoint: nativeFunction(
        (network: bigint, guid: Uint8Array, settings: string, slot: OutPointer, record: OutPointer) =>
          play('HcnCreateEndpoint', settings, { record }, () => {
            if (!handles.has(network)) bad += 1;
            const id = guidText(guid);
            objects.Endpoint.set(id, { ...JSON.parse(settings), MacAddress: '00-15-5D-00-00-01' });
            slot[0] = put(handles, id);
            return 0;
          }),
      ),
    },
    ole32: { CoTaskMemFree: nativeFunction((address: Pointer) => take(buffers, address)) },
    readText: (address: bigint) => buffers.get(address) ?? '',
  };
  return {
    native: native as unknown as HcnNative,
    objects,
    script: (name, answer) => void scripts.set(name, answer),
    calls,
    leftovers: () => ({ handles: handles.size, buffers: buffers.size, bad }),
  };
};
