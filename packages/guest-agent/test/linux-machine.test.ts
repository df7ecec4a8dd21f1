import { createLinuxMachine } from '../src/linux/linux-machine.js';
import type { LinuxCalls } from '../src/linux/linux-calls.js';

const second = 1_000_000_000n;

const recordingCalls = () => {
  const made: string[] = [];
  const calls: LinuxCalls = {
    addEntropy: (bytes) => made.push(`entropy ${bytes.length}`),
    reseed: () => made.push('reseed'),
    setWallClock: (ns) => made.push(`clock ${ns}`),
    powerOff: () => made.push('power off'),
  };
  return { made, calls };
};

describe('createLinuxMachine', () => {
  const build = (loadCalls: () => LinuxCalls) => {
    let time = 0n;
    const start = 50n * second;
    const problems: unknown[] = [];
    const machine = createLinuxMachine({
      loadCalls,
      onProblem: (error) => problems.push(error),
      monotonic: () => time,
      now: () => start + time,
    });
    return { machine, problems, pass: (ns: bigint) => (time += ns) };
  };

  test('puts calls off until they are loaded, and sets the clock to what it is by then', () => {
    const { made, calls } = recordingCalls();
    const { machine, pass } = build(() => calls);
    machine.identify({ wallClockNs: 100n * second, hostname: '' });
    pass(3n * second);
    expect(made).toEqual([]);
    machine.load();
    expect(made).toEqual([`clock ${103n * second}`, 'reseed']);
    machine.identify({ wallClockNs: 200n * second, hostname: '' });
    expect(made.slice(2)).toEqual([`clock ${200n * second}`, 'reseed']);
  });

  test('never sets the clock back: a greeting may be old', () => {
    const { made, calls } = recordingCalls();
    const { machine } = build(() => calls);
    machine.load();
    machine.identify({ wallClockNs: 49n * second, hostname: '' });
    expect(made).toEqual(['reseed']);
  });

  test('loads once', () => {
    let loads = 0;
    const { calls } = recordingCalls();
    const { machine } = build(() => ((loads += 1), calls));
    machine.load();
    machine.load();
    machine.powerOff();
    expect(loads).toBe(1);
  });

  test('powering off loads what it needs', () => {
    const { made, calls } = recordingCalls();
    build(() => calls).machine.powerOff();
    expect(made).toEqual(['power off']);
  });

  test('a call that fails is a problem to report, and the next ones are made', () => {
    const { made, calls } = recordingCalls();
    const refuse = (): never => {
      throw new Error('EPERM');
    };
    const { machine, problems } = build(() => ({ ...calls, setWallClock: refuse }));
    machine.identify({ wallClockNs: 100n * second, hostname: '' });
    machine.load();
    expect(made).toEqual(['reseed']);
    expect(problems).toEqual([expect.objectContaining({ message: 'EPERM' })]);
  });

  test('without the library it reports and lives on', () => {
    const { machine, problems } = build(() => {
      throw new Error('no addon');
    });
    machine.load();
    machine.powerOff();
    expect(problems).toHaveLength(2);
  });
});
