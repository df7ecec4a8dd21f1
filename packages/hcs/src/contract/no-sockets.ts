import { codeOf, type Contract } from './contract.js';

const PORT = 50_000;

/** What a host without guest sockets answers. */
export const noSockets = ({ expect, check, withRunning }: Contract): void =>
  check('says that it has none', () =>
    withRunning(async (system) => {
      expect([await codeOf(system.listen(PORT)), await codeOf(system.connect(PORT))]).toEqual([
        'UVM_HCS_NOT_SUPPORTED',
        'UVM_HCS_NOT_SUPPORTED',
      ]);
    }),
  );
