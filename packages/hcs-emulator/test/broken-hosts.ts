import { hcsError, hresults, type ComputeHost, type ComputeSystem, type SystemEvent } from '@uvmkit/hcs';
import { waitFor, type GuestListener } from '@uvmkit/vmutils';
import { Duplex, PassThrough, Transform } from 'node:stream';

/** How a host is broken: what differs from a good one. */
export interface Breakage {
  readonly host?: (host: ComputeHost) => Partial<ComputeHost>;
  readonly system?: (system: ComputeSystem, host: ComputeHost) => Partial<ComputeSystem>;
}

const replace = <T extends object>(target: T, changes: Partial<T>): T =>
  new Proxy(target, {
    get(_, name) {
      const owner = name in changes ? changes : target;
      const value: unknown = Reflect.get(owner, name, owner);
      return typeof value === 'function' ? value.bind(owner) : value;
    },
  });

/** A good host with one thing broken in it, and in every handle that it gives out. */
export const breakHost = (good: ComputeHost, { host, system }: Breakage): ComputeHost => {
  const broken = replace(good, host?.(good) ?? {});
  const hand = (handle: ComputeSystem): ComputeSystem => replace(handle, system?.(handle, good) ?? {});
  return replace(broken, {
    create: async (...args) => hand(await broken.create(...args)),
    open: async (...args) => hand(await broken.open(...args)),
  });
};

/** Breaks the host's end of every stream. */
const streams = (change: (stream: Duplex) => Duplex): Breakage => ({
  system: (system) => ({
    connect: async (...args) => change(await system.connect(...args)),
    listen: async (port) => {
      const listener = await system.listen(port);
      return replace<GuestListener>(listener, {
        accept: async (options) => change(await listener.accept(options)),
      });
    },
  }),
});

const subscribing = (
  subscribe: (system: ComputeSystem, listener: (event: SystemEvent) => void) => Disposable,
): Breakage => ({
  system: (system) => ({ subscribe: (listener) => subscribe(system, listener) }),
});

const nothing: Disposable = { [Symbol.dispose]: () => undefined };

/** Each breakage, the part of the suite that looks there, and the test that has to fail. */
export const breakages: readonly (readonly [what: string, part: string, test: string, Breakage])[] = [
  [
    'an event comes twice',
    'the end',
    'every handle hears of it once',
    subscribing((system, listener) =>
      system.subscribe((event) => {
        listener(event);
        listener(event);
      }),
    ),
  ],
  ['events get lost', 'the end', 'every handle hears of it once', subscribing(() => nothing)],
  [
    'a subscription cannot be ended',
    'the end',
    'a subscription that was disposed of hears nothing',
    subscribing((system, listener) => {
      system.subscribe(listener);
      return nothing;
    }),
  ],
  [
    'the end is told to those who come later',
    'the end',
    'a subscriber that joins after the end hears nothing',
    subscribing((system, listener) => {
      void system.exited.then((status) => listener({ type: 'SystemExited', status }));
      return nothing;
    }),
  ],
  [
    'one function is heard once, whatever it listens on',
    'the end',
    'one listener on two handles hears of it from each',
    (() => {
      const known = new WeakSet<object>();
      return subscribing((system, listener) => {
        if (known.has(listener)) return nothing;
        known.add(listener);
        return system.subscribe(listener);
      });
    })(),
  ],
  [
    'a listener that throws stops the others',
    'the end',
    'a listener that throws takes the event from nobody',
    {
      system(system) {
        const all: ((event: SystemEvent) => void)[] = [];
        system.subscribe((event) => all.forEach((listener) => listener(event)));
        return {
          subscribe(listener) {
            all.push(listener);
            return nothing;
          },
        };
      },
    },
  ],
  [
    'listeners are called from inside the call',
    'the end',
    'a listener is never called from inside the call that causes the event',
    {
      system(system) {
        const all: ((event: SystemEvent) => void)[] = [];
        return {
          subscribe(listener) {
            all.push(listener);
            return nothing;
          },
          terminate(options) {
            all.forEach((listener) => listener({ type: 'SystemExited', status: {} }));
            return system.terminate(options);
          },
        };
      },
    },
  ],
  [
    'the exit gets lost',
    'the end',
    '`exited` of every handle resolves, that of an idle one too',
    { system: () => ({ exited: new Promise(() => undefined) }) },
  ],
  [
    'a handle can be used after it was closed',
    'handles',
    'closing twice is fine, and every call afterwards says that the handle is closed',
    { system: () => ({ close: async () => undefined }) },
  ],
  [
    'one handle takes the system along',
    'handles',
    'closing one handle leaves the other, whichever was first',
    {
      system: (system) => ({
        close: async () => {
          await system.terminate().catch(() => undefined);
          await system.close();
        },
      }),
    },
  ],
  [
    'a host leaves its systems',
    'life cycle',
    'a new system is listed with its base properties and has not started',
    { host: () => ({ close: async () => undefined }) },
  ],
  [
    'a stopped system still has a state',
    'life cycle',
    'a terminated system answers only for its end',
    {
      system: (system) => ({
        properties: async (...args) => ({ State: 'Running', ...(await system.properties(...args)) }),
      }),
    },
  ],
  [
    'a second pause passes',
    'states',
    'pause in state Paused: UVM_HCS_INVALID_STATE',
    { system: (system) => ({ pause: (options) => system.pause(options).catch(() => undefined) }) },
  ],
  [
    'systems are listed newest first',
    'identity',
    'systems are listed in order of creation, by id, owner and type',
    {
      host: (host) => ({
        enumerate: async (...args) => (await host.enumerate(...args)).toReversed(),
      }),
    },
  ],
  [
    'ids are compared by case',
    'identity',
    'a system is opened by its id in any case, and keeps its own spelling',
    {
      host: (host) => ({
        async open(id, options) {
          if ((await host.enumerate()).some(({ Id }) => Id === id)) return host.open(id, options);
          throw hcsError(hresults.HCS_E_SYSTEM_NOT_FOUND, { detail: id });
        },
      }),
    },
  ],
  [
    'a cancelled creation goes on',
    'cancellation',
    'a creation that was cancelled beforehand makes nothing',
    { host: (host) => ({ create: (id, document) => host.create(id, document) }) },
  ],
  [
    'errors come without their documents',
    'documents',
    'an unknown member is refused with an error document that names its path',
    {
      host: (host) => ({
        create: (...args) =>
          host.create(...args).catch((cause) => {
            throw hcsError(hresults.HCS_E_INVALID_JSON, { detail: 'No document.', cause });
          }),
      }),
    },
  ],
  [
    'the host closes its side at end-of-file',
    'guest sockets',
    'the guest connects to the host: when the guest ends its side, the other side goes on',
    streams((stream) => Object.assign(stream, { allowHalfOpen: false })),
  ],
  [
    'the host closes both sides when it ends its own',
    'guest sockets',
    'the host connects to the guest: when the host ends its side, the other side goes on',
    streams((stream) => stream.once('finish', () => stream.destroy())),
  ],
  [
    'the host reads what nobody asked for',
    'guest sockets',
    'the guest connects to the host: the guest waits while nobody reads, and nothing is lost',
    streams((stream) =>
      Duplex.from({
        writable: stream,
        readable: stream.pipe(new PassThrough({ highWaterMark: Number.MAX_SAFE_INTEGER })),
      }),
    ),
  ],
  [
    'some bytes get lost',
    'guest sockets',
    'the host connects to the guest: 4 MiB come back whole to a slow reader',
    streams((stream) => {
      let chunks = 0;
      const lossy = new Transform({
        transform: (chunk, _, done) => done(null, (chunks += 1) === 10 ? undefined : chunk),
      });
      return Duplex.from({ writable: stream, readable: stream.pipe(lossy) });
    }),
  ],
  [
    'whoever stopped waiting still takes a connection',
    'guest sockets',
    'whoever stops waiting for a connection takes none',
    {
      system: (system) => ({
        listen: async (port) => {
          const listener = await system.listen(port);
          return replace<GuestListener>(listener, {
            accept: (options = {}) => waitFor('a connection', options, () => listener.accept()),
          });
        },
      }),
    },
  ],
];
