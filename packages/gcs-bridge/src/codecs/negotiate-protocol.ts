import * as t from 'io-ts';
import { RequestBase, ResponseBase } from './common.js';
import { Uint32 } from './integers.js';

export const NegotiateProtocolRequest = t.intersection(
  [RequestBase, t.partial({ MinimumVersion: Uint32, MaximumVersion: Uint32 })],
  'NegotiateProtocolRequest',
);
export type NegotiateProtocolRequest = t.TypeOf<typeof NegotiateProtocolRequest>;

/** What a guest can do. False ones are absent. */
export const GuestCapabilities = t.partial(
  {
    SendHostCreateMessage: t.boolean,
    SendHostStartMessage: t.boolean,
    HvSocketConfigOnStartup: t.boolean,
    SendLifecycleNotifications: t.boolean,
    ModifyServiceSettingsSupported: t.boolean,
    SupportedSchemaVersions: t.array(t.type({ Major: Uint32, Minor: Uint32 })),
    /** `Linux`; absent means Windows. */
    RuntimeOsType: t.string,
    /** Further abilities, free in form; LCOW guests send booleans. */
    GuestDefinedCapabilities: t.UnknownRecord,
  },
  'GuestCapabilities',
);
export type GuestCapabilities = t.TypeOf<typeof GuestCapabilities>;

export const NegotiateProtocolResponse = t.intersection(
  [ResponseBase, t.type({ Version: Uint32, Capabilities: GuestCapabilities })],
  'NegotiateProtocolResponse',
);
export type NegotiateProtocolResponse = t.TypeOf<typeof NegotiateProtocolResponse>;
