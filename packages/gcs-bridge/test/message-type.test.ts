import {
  describeType,
  kindOf,
  messageKinds,
  messages,
  messageTypes,
  notificationType,
  responseTypeOf,
} from '../src/index.js';

describe('type words', () => {
  test.each([
    [messageTypes.ExecuteProcess, 0x2010_0501],
    [messageTypes.ModifyServiceSettings, 0x2020_0101],
    [0x10ff_ff01, 0x20ff_ff01],
    [notificationType, 0x2010_0101],
    [0xf010_0201, 0x2010_0201],
    [0, 0x2000_0000],
  ])('%i is answered by %i', (type, response) => {
    expect(responseTypeOf(type)).toBe(response);
    expect(kindOf(responseTypeOf(type))).toBe(messageKinds.response);
  });

  test.each([
    [messageTypes.NegotiateProtocol, 'NegotiateProtocol'],
    [0x2010_0b01, 'NegotiateProtocol response'],
    [notificationType, 'Notification'],
    [0x10ff_ff01, '0x10ffff01'],
    [0xf010_0201, '0xf0100201'],
  ])('%i is called %s', (type, name) => {
    expect(describeType(type)).toBe(name);
  });

  test('every message stands under its own name and type', () => {
    for (const [name, message] of Object.entries(messages)) {
      expect(message.name).toBe(name);
      expect(message.type).toBe(messageTypes[message.name]);
    }
  });
});
