import { hcsError, hresults } from '@uvmkit/hcs';
import { defineErrors, UvmError } from '@uvmkit/vmutils';
import { diagnose, hostChecks, type HostCause, type HostFindings, type ServiceState } from '../src/index.js';
import { errors } from '../src/errors.js';
import { failedWith, notLookedAt, soundHost, unknownHost } from './support/host-findings.js';

const failure = (hresult: number): UvmError => hcsError(hresult, { detail: 'start of "vm-1" failed.' });

const causeOf = (error: UvmError, findings: HostFindings): unknown =>
  diagnose(error, findings).data['hostCause'];

/** One thing of a host in every state that it can be found in. */
const states = {
  platform: { windows: {}, linux: { platform: 'linux' } },
  windows: {
    new: {},
    old: { osVersion: { value: { major: 10, minor: 0, build: 17134 } } },
    unknown: { osVersion: notLookedAt },
  },
  library: { loads: {}, missing: { libraryLoads: { value: false } }, unknown: { libraryLoads: notLookedAt } },
  service: Object.fromEntries([
    ...(['absent', 'disabled', 'stopped', 'starting', 'running'] as ServiceState[]).map(
      (value) => [value, { service: { value } }] as const,
    ),
    ['unknown', { service: notLookedAt }],
  ]),
  systems: {
    listed: {},
    denied: { systemCount: failedWith(hresults.HCS_E_ACCESS_DENIED) },
    unanswered: { systemCount: notLookedAt },
  },
  groups: {
    member: {},
    none: { isAdministrator: { value: false } },
    unknown: { isAdministrator: notLookedAt, isHyperVAdministrator: notLookedAt },
  },
  virtualization: {
    on: { seesVirtualization: { value: true } },
    off: { seesVirtualization: { value: false } },
    unknown: { seesVirtualization: notLookedAt },
  },
  processors: {
    counted: {},
    'without hypervisor': { processorCount: failedWith(hresults.HCS_E_HYPERV_NOT_INSTALLED) },
    unanswered: { processorCount: notLookedAt },
  },
} as const satisfies Record<string, Record<string, Partial<HostFindings>>>;

type Thing = keyof typeof states;
type Situation = Readonly<Record<Thing, string>>;

const situations: readonly Situation[] = Object.entries(states).reduce<Situation[]>(
  (all, [thing, found]) =>
    all.flatMap((one) => Object.keys(found).map((name) => ({ ...one, [thing]: name }))),
  [{} as Situation],
);

const findingsOf = (situation: Situation): HostFindings =>
  Object.entries(situation).reduce<HostFindings>(
    (all, [thing, name]) => ({ ...all, ...(states[thing as Thing] as Record<string, object>)[name] }),
    soundHost,
  );

/** The first line that a situation fits decides; what a line does not name does not matter. */
type Line = readonly [
  where: Partial<Record<Thing, string | readonly string[]>>,
  cause: HostCause | undefined,
];

const decide = (lines: readonly Line[], situation: Situation): HostCause | undefined => {
  const line = lines.find(([where]) =>
    Object.entries(where).every(([thing, wanted]) => [wanted].flat().includes(situation[thing as Thing])),
  );
  if (!line) throw new Error(`no line for ${JSON.stringify(situation)}`);
  return line[1];
};

/** The service has been reached: whatever else was found, it is there and runs. */
const reached: readonly Line[0][] = [{ systems: ['listed', 'denied'] }, { processors: 'counted' }];
const ifReached = (more: Line[0], cause: HostCause | undefined): Line[] =>
  reached.map((where) => [{ ...where, ...more }, cause]);

const base: readonly Line[] = [
  [{ platform: 'linux' }, 'unsupported-platform'],
  [{ windows: 'old' }, 'old-windows'],
];
const featureOff: readonly Line[] = [
  [{ library: 'missing' }, 'feature-off'],
  [{ service: 'absent' }, 'feature-off'],
];

const hypervisorLines: readonly Line[] = [
  ...base,
  [{ processors: 'counted' }, 'hypervisor-refused'],
  ...ifReached({ virtualization: 'off' }, 'firmware-off'),
  ...ifReached({}, 'hypervisor-not-launched'),
  ...featureOff,
  [{ virtualization: 'off' }, 'firmware-off'],
  [{}, 'hypervisor-not-launched'],
];
const serviceLines: readonly Line[] = [
  ...base,
  ...ifReached({}, 'service-back'),
  ...featureOff,
  [{ service: 'disabled' }, 'service-disabled'],
  [{ service: ['stopped', 'starting'] }, 'service-not-running'],
  [{ service: 'running' }, 'service-back'],
  [{}, undefined],
];
const deniedLines: readonly Line[] = [
  [{ systems: 'denied' }, 'no-rights'],
  [{ systems: 'unanswered', groups: 'none' }, 'no-rights'],
  [{}, undefined],
];
const fileLines: readonly Line[] = [
  [{ systems: 'listed' }, 'no-file-access'],
  ...deniedLines.slice(0, -1),
  [{ groups: 'member' }, 'no-file-access'],
  [{}, undefined],
];
const libraryLines: readonly Line[] = [...base, ...ifReached({}, undefined), ...featureOff, [{}, undefined]];
const functionLines: readonly Line[] = [
  ...base,
  ...ifReached({ windows: 'new' }, 'function-missing'),
  ...ifReached({}, undefined),
  ...featureOff,
  [{ windows: 'new' }, 'function-missing'],
  [{}, undefined],
];

describe('the cause of an error', () => {
  test.each<[string, UvmError, readonly Line[]]>([
    ['0x80370102, the hypervisor does not run', failure(0x80370102), hypervisorLines],
    ['0xC0370102, the same from inside a document', failure(0xc0370102), hypervisorLines],
    ['0x80370114, the service does not answer', failure(0x80370114), serviceLines],
    ['0x8037011E, the service went away', failure(0x8037011e), serviceLines],
    ['0x8037011B, the service denies', failure(0x8037011b), deniedLines],
    ['0x80070005, something is denied', failure(0x80070005), fileLines],
    ['a library that does not load', errors.UVM_NATIVE_LIBRARY_MISSING('computecore.dll.'), libraryLines],
    ['no Windows', errors.UVM_UNSUPPORTED_PLATFORM('none.'), libraryLines],
    ['a function that is missing', errors.UVM_NATIVE_FUNCTION_MISSING('HcsX.'), functionLines],
  ])('%s, is decided in every situation', (_what, error, lines) => {
    const wrong = situations
      .map((situation) => ({
        situation,
        expected: decide(lines, situation),
        got: causeOf(error, findingsOf(situation)),
      }))
      .filter(({ expected, got }) => expected !== got);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(situations).toHaveLength(2 * 3 * 3 * 6 * 3 * 3 * 3 * 3);
  });

  test('comes as an error of the same code, with a remedy for the cause and the first error below', () => {
    const error = failure(hresults.HCS_E_HYPERV_NOT_INSTALLED);
    const findings = { ...soundHost, processorCount: failedWith(hresults.HCS_E_HYPERV_NOT_INSTALLED) };
    const found = diagnose(error, findings);
    expect(found).toBeInstanceOf(UvmError);
    expect(found).toMatchObject({
      code: error.code,
      message: "The hypervisor of this machine does not run. The processor's virtualisation is off.",
      remedy: expect.stringContaining('VT-x'),
      data: {
        hresult: hresults.HCS_E_HYPERV_NOT_INSTALLED,
        hostCause: 'firmware-off',
        checks: hostChecks(findings),
      },
    });
    expect(found.cause).toBe(error);
  });

  test('that nothing explains leaves the remedy as it was, and shows what was checked', () => {
    const error = failure(hresults.HCS_E_ACCESS_DENIED);
    const found = diagnose(error, unknownHost);
    expect(found.remedy).toBe(error.remedy);
    expect(found.data).toEqual({ ...error.data, checks: hostChecks(unknownHost) });
    expect(found.cause).toBe(error);
  });

  test('is also found below an error that another call made of it', () => {
    const error = errors.UVM_HOST_PROCESSORS_UNKNOWN('It failed.', {}, { cause: failure(0x80370114) });
    const found = diagnose(error, {
      ...unknownHost,
      service: { value: 'disabled' },
    });
    expect(found).toMatchObject({
      code: 'UVM_HOST_PROCESSORS_UNKNOWN',
      data: { hostCause: 'service-disabled' },
      remedy: expect.stringContaining('start= demand'),
    });
  });

  test('is not looked for where the machine has no part in it', () => {
    const other = defineErrors({ UVM_TEST_OTHER: { says: 'Other.', remedy: 'None.' } }).UVM_TEST_OTHER();
    for (const error of [other, failure(hresults.HCS_E_INVALID_JSON), new Error('plain'), 'text', undefined])
      expect(diagnose(error, unknownHost)).toBe(error);
  });

  test('an error that is its own cause is looked at once', () => {
    const circle = new Error('round');
    circle.cause = circle;
    const error = errors.UVM_NATIVE_CALL_FAILED('', {}, { cause: circle });
    expect(diagnose(error, soundHost)).toBe(error);
  });
});
