/** The type words of requests, named as in the protocol. A response has the same word with kind 2. */
export const messageTypes = {
  Create: 0x1010_0101,
  Start: 0x1010_0201,
  ShutdownGraceful: 0x1010_0301,
  ShutdownForced: 0x1010_0401,
  ExecuteProcess: 0x1010_0501,
  WaitForProcess: 0x1010_0601,
  SignalProcess: 0x1010_0701,
  ResizeConsole: 0x1010_0801,
  GetProperties: 0x1010_0901,
  ModifySettings: 0x1010_0a01,
  NegotiateProtocol: 0x1010_0b01,
  DumpStacks: 0x1010_0c01,
  DeleteContainerState: 0x1010_0d01,
  UpdateContainer: 0x1010_0e01,
  LifecycleNotification: 0x1010_0f01,
  ModifyServiceSettings: 0x1020_0101,
} as const;

export type MessageName = keyof typeof messageTypes;

/** The type word of the only notification, from guest to host. */
export const notificationType = 0x3010_0101;

/** The kinds of messages: the highest four bits of a type word. */
export const messageKinds = { request: 1, response: 2, notification: 3 } as const;

export const kindOf = (type: number): number => type >>> 28;

/** The type word of the answer to `type`, also for types that nobody knows. */
export const responseTypeOf = (type: number): number =>
  ((messageKinds.response << 28) | (type & 0x0fff_ffff)) >>> 0;

const names = new Map<number, string>(Object.entries(messageTypes).map(([name, type]) => [type, name]));

/** A readable name of a type word: `ExecuteProcess`, `ExecuteProcess response`, or the word itself in hex. */
export const describeType = (type: number): string => {
  if (type === notificationType) return 'Notification';
  const name = names.get(type);
  if (name !== undefined) return name;
  const request = names.get(((messageKinds.request << 28) | (type & 0x0fff_ffff)) >>> 0);
  return kindOf(type) === messageKinds.response && request !== undefined
    ? `${request} response`
    : `0x${type.toString(16).padStart(8, '0')}`;
};
