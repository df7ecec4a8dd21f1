import * as t from 'io-ts';

const wholeNumber = (name: string, most: number): t.Type<number> => {
  const is = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
  return new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  );
};

const Uint8 = wholeNumber('Uint8', 0xff);
const Uint16 = wholeNumber('Uint16', 0xffff);
const Uint32 = wholeNumber('Uint32', 0xffff_ffff);

/** Version of the network documents; 2.0 for everything here. */
export const HcnVersion = t.partial({ Major: Uint32, Minor: Uint32 }, 'HcnVersion');

/** A rule or setting of an endpoint; what `Settings` holds depends on `Type`. */
export const HcnEndpointPolicy = t.partial({ Type: t.string, Settings: t.unknown }, 'HcnEndpointPolicy');

export const HcnIpConfig = t.partial({ IpAddress: t.string, PrefixLength: Uint8 }, 'HcnIpConfig');

export const HcnRoute = t.partial(
  { NextHop: t.string, DestinationPrefix: t.string, Metric: Uint16 },
  'HcnRoute',
);

export const HcnDns = t.partial(
  {
    Domain: t.string,
    Search: t.array(t.string),
    ServerList: t.array(t.string),
    Options: t.array(t.string),
  },
  'HcnDns',
);

/** One end of a cable to a virtual network: what an adapter of a VM is connected to. */
export const HcnEndpoint = t.partial(
  {
    ID: t.string,
    Name: t.string,
    /** Id of its network. */
    HostComputeNetwork: t.string,
    /** Id of the namespace that it is in. */
    HostComputeNamespace: t.string,
    Policies: t.array(HcnEndpointPolicy),
    IpConfigurations: t.array(HcnIpConfig),
    Dns: HcnDns,
    Routes: t.array(HcnRoute),
    /** As `00-15-5D-00-11-22`. */
    MacAddress: t.string,
    /** Bits; 1 for an endpoint of another machine. */
    Flags: Uint32,
    Health: t.unknown,
    SchemaVersion: HcnVersion,
  },
  'HcnEndpoint',
);
export type HcnEndpoint = t.TypeOf<typeof HcnEndpoint>;

/** What a namespace has: endpoints and containers. `Data` of an endpoint has its ID. */
export const HcnNamespaceResource = t.partial({ Type: t.string, Data: t.unknown }, 'HcnNamespaceResource');

/** A group of endpoints that belong together: a pod's, or a container's. */
export const HcnNamespace = t.partial(
  {
    ID: t.string,
    /** Number of its network compartment. */
    NamespaceId: Uint32,
    /** Host, HostDefault, Guest, GuestDefault. */
    Type: t.string,
    Resources: t.array(HcnNamespaceResource),
    SchemaVersion: HcnVersion,
  },
  'HcnNamespace',
);
export type HcnNamespace = t.TypeOf<typeof HcnNamespace>;

/** Ids of objects, as enumerations give them. */
export const HcnIds = t.array(t.string, 'HcnIds');

/** What the service says of a failure. */
export const HcnErrorRecord = t.partial(
  { Success: t.boolean, Error: t.string, ErrorCode: t.number },
  'HcnErrorRecord',
);
export type HcnErrorRecord = t.TypeOf<typeof HcnErrorRecord>;
