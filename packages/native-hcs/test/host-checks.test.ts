import { hresults } from '@uvmkit/hcs';
import { hostChecks, type HostCheck, type HostCheckName, type HostFindings } from '../src/index.js';
import { failedWith, notLookedAt, soundHost, unknownHost } from './support/host-findings.js';

const checkOf = (name: HostCheckName, findings: Partial<HostFindings>): HostCheck | undefined =>
  hostChecks({ ...soundHost, ...findings }).find((check) => check.name === name);

const noAnswer = { systemCount: notLookedAt, processorCount: notLookedAt } as const;

describe('the checks of a host', () => {
  test('are all right where VMs run, and have nothing to mend', () => {
    const checks = hostChecks(soundHost);
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['platform', true],
      ['windows', true],
      ['feature', true],
      ['service', true],
      ['rights', true],
      ['firmware', true],
      ['hypervisor', true],
      ['processors', true],
    ]);
    expect(checks.filter(({ remedy }) => remedy !== undefined)).toEqual([]);
  });

  test('say of each thing that is not known why it is not', () => {
    const [platform, ...others] = hostChecks(unknownHost);
    expect(platform?.ok).toBe(true);
    for (const { name, ok, fact } of others) {
      expect([name, ok]).toEqual([name, name === 'processors' ? false : undefined]);
      expect(fact).toContain('not looked at');
    }
  });

  test.each([
    ['linux', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'ia32'],
  ])('on %s %s there is only the platform to speak of', (platform, arch) => {
    expect(hostChecks({ ...unknownHost, platform, arch })).toEqual([
      {
        name: 'platform',
        ok: false,
        fact: `This is ${platform} ${arch}.`,
        remedy: expect.stringContaining('hcs-emulator'),
      },
    ]);
  });

  test('go on where the caller said which libraries to load', () => {
    const checks = hostChecks({ ...soundHost, platform: 'linux', hasGivenLibraries: true });
    expect(checks).toHaveLength(8);
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });

  const rows: [HostCheckName, string, Partial<HostFindings>, boolean | undefined, string | undefined][] = [
    [
      'windows',
      'build 17763',
      { osVersion: { value: { major: 10, minor: 0, build: 17763 } } },
      true,
      undefined,
    ],
    [
      'windows',
      'build 17762',
      { osVersion: { value: { major: 10, minor: 0, build: 17762 } } },
      false,
      '1809',
    ],

    [
      'feature',
      'no library',
      { ...noAnswer, libraryLoads: { value: false } },
      false,
      'VirtualMachinePlatform',
    ],
    ['feature', 'no service', { ...noAnswer, service: { value: 'absent' } }, false, 'VirtualMachinePlatform'],
    ['feature', 'a disabled service', { ...noAnswer, service: { value: 'disabled' } }, true, undefined],
    [
      'feature',
      'a service that answered',
      { service: notLookedAt, libraryLoads: notLookedAt },
      true,
      undefined,
    ],

    ['service', 'none', { ...noAnswer, service: { value: 'absent' } }, false, 'VirtualMachinePlatform'],
    [
      'service',
      'disabled',
      { ...noAnswer, service: { value: 'disabled' } },
      false,
      'sc.exe config vmcompute start= demand',
    ],
    ['service', 'stopped', { ...noAnswer, service: { value: 'stopped' } }, false, 'sc.exe start vmcompute'],
    ['service', 'starting', { ...noAnswer, service: { value: 'starting' } }, false, 'sc.exe start vmcompute'],
    ['service', 'running', noAnswer, true, undefined],
    [
      'service',
      'stopped when looked at, started by the query',
      { service: { value: 'stopped' } },
      true,
      undefined,
    ],
    [
      'service',
      'said no',
      { ...noAnswer, service: notLookedAt, systemCount: failedWith(hresults.HCS_E_ACCESS_DENIED) },
      true,
      undefined,
    ],

    ['rights', 'an answer', { isAdministrator: { value: false } }, true, undefined],
    [
      'rights',
      'no answer, an administrator',
      { ...noAnswer, isAdministrator: { value: true }, isHyperVAdministrator: notLookedAt },
      true,
      undefined,
    ],
    [
      'rights',
      'no answer, a Hyper-V administrator',
      { ...noAnswer, isAdministrator: { value: false }, isHyperVAdministrator: { value: true } },
      true,
      undefined,
    ],
    [
      'rights',
      'no answer, in neither group',
      { ...noAnswer, isAdministrator: { value: false } },
      false,
      'Hyper-V Administrators',
    ],
    [
      'rights',
      'no answer, one group not known',
      { ...noAnswer, isAdministrator: { value: false }, isHyperVAdministrator: notLookedAt },
      undefined,
      undefined,
    ],
    ['rights', 'denied, whatever the groups', { systemCount: failedWith(0xc037011b) }, false, 'elevated'],

    ['firmware', 'on', { ...noAnswer, seesVirtualization: { value: true } }, true, undefined],
    ['firmware', 'off or hidden', noAnswer, undefined, undefined],
    [
      'firmware',
      'off, and no hypervisor',
      { processorCount: failedWith(hresults.HCS_E_HYPERV_NOT_INSTALLED) },
      false,
      'VT-x',
    ],
    [
      'firmware',
      'not told, on ARM',
      { arch: 'arm64', processorCount: failedWith(hresults.HCS_E_HYPERV_NOT_INSTALLED) },
      undefined,
      undefined,
    ],

    ['hypervisor', 'no answer', noAnswer, undefined, undefined],
    [
      'hypervisor',
      'none, virtualisation off',
      { processorCount: failedWith(hresults.HCS_E_HYPERV_NOT_INSTALLED) },
      false,
      'firmware',
    ],
    [
      'hypervisor',
      'none, virtualisation on',
      { processorCount: failedWith(0xc0370102), seesVirtualization: { value: true } },
      false,
      'bcdedit /set hypervisorlaunchtype auto',
    ],

    ['processors', 'a failure', { processorCount: failedWith(hresults.E_FAIL) }, false, 'above'],
  ];

  test.each(rows)('%s: %s', (name, _what, findings, ok, remedy) => {
    const check = checkOf(name, findings);
    expect(check?.ok).toBe(ok);
    if (remedy === undefined) expect(check).not.toHaveProperty('remedy');
    else expect(check?.remedy).toContain(remedy);
  });
});
