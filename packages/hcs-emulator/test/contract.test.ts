import { computeHostContract } from '@uvmkit/hcs/contract';
import { emulatorHarness } from './emulator-harness.js';

const runner = { describe, test, expect };
const deadlineMs = 10_000;

computeHostContract(runner, emulatorHarness({ name: 'emulator', pause: true, deadlineMs }));
computeHostContract(
  runner,
  emulatorHarness({ name: 'emulator over a hypervisor that cannot pause', pause: false, deadlineMs }),
);
