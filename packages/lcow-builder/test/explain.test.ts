import {
  buildConfidentialLcowDocument,
  buildConfidentialWcowDocument,
  buildLcowDocument,
  buildWcowDocument,
  defaultLcowOptions,
  explain,
  memoryHost,
  type VmSettings,
} from '../src/index.js';
import { caseHost, referenceCases } from './support/reference-cases.js';
import { zeroLcowOptions, zeroWcowOptions } from './support/zero-options.js';

const compat = 'hcsshim';

test('each field and each kernel argument has its options', () => {
  const host = memoryHost({ files: { 'C:\\boot\\kernel': 1, 'C:\\boot\\initrd.img': 1 }, scrubLogs: false });
  const options = {
    ...defaultLcowOptions(host, 'vm', 'me'),
    bootFilesPath: 'C:\\boot',
    kernelBootOptions: 'debug',
    consolePipe: '\\\\.\\pipe\\c',
    processDumpLocation: '/a dir',
  };
  const built = buildLcowDocument(options, host);
  if (!built.ok) throw new Error('not built');
  const lines = explain(built.document).map(
    ({ path, value, from }) => `${path} ${String(value)} <- ${from.join(', ')}`,
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      'Owner me <- owner',
      'VirtualMachine.ComputeTopology.Processor.Count 2 <- processorCount, host',
      'VirtualMachine.Devices.ComPorts["0"].NamedPipe \\\\.\\pipe\\c <- consolePipe',
      'VirtualMachine.Devices.Scsi["df6d0690-79e5-55b6-a5ec-c1e2f77f580a"] [object Object] <- scsiControllerCount, vpmemDeviceCount',
    ]),
  );
  const kernelLine = explain(built.document)
    .filter(({ path }) => path.endsWith('KernelCmdLine'))
    .map(({ value, from }) => `${String(value)} <- ${from.join(', ')}`);
  expect(kernelLine).toEqual([
    'initcall_blacklist=virtio_vsock_init <- always',
    '8250_core.nr_uarts=1 <- consolePipe',
    '8250_core.skip_txen_test=1 <- consolePipe',
    'console=ttyS0,115200 <- consolePipe, enableGraphicsConsole',
    'debug <- kernelBootOptions',
    'pci=off <- vpciEnabled, assignedDevices',
    'nr_cpus=2 <- processorCount',
    'brd.rd_nr=0 <- always',
    'pmtmr=0 <- always',
    '-e 1 <- always',
    'sh -c " <- consolePipe, enableGraphicsConsole',
    '/bin/vsockexec <- always',
    '-e 109 <- forwardStderr',
    '/bin/gcs -v4 -log-format json -loglevel info <- execCommandLine',
    '-scrub-logs=false <- host',
    '-core-dump-location /a dir <- processDumpLocation',
    '& exec sh" <- consolePipe, enableGraphicsConsole',
  ]);
});

test('nothing of a document of the reference is left unexplained, and every option named exists', async () => {
  const names = new Set([...Object.keys(zeroLcowOptions), ...Object.keys(zeroWcowOptions), 'always', 'host']);
  const builds = [
    ...referenceCases('ordinary').map(([, { host, vm, options }]) =>
      buildLcowDocument({ ...zeroLcowOptions, ...options }, caseHost(host), {
        compat,
        vm: vm as unknown as VmSettings,
      }),
    ),
    ...referenceCases('confidential').map(([, { host, vm, options }]) =>
      buildConfidentialLcowDocument({ ...zeroLcowOptions, ...options }, caseHost(host), {
        compat,
        vm: vm as unknown as VmSettings,
      }),
    ),
    ...referenceCases('windows').map(([, { host, options }]) => {
      const all = { ...zeroWcowOptions, ...options };
      const build = all.securityPolicyEnabled ? buildConfidentialWcowDocument : buildWcowDocument;
      return build(all, caseHost(host), { compat });
    }),
  ];
  let explained = 0;
  for (const built of await Promise.all(builds)) {
    if (!built.ok) continue;
    for (const { path, from } of explain(built.document)) {
      expect([path, from.length > 0]).toEqual([path, true]);
      expect(from.filter((name) => !names.has(name))).toEqual([]);
      explained += 1;
    }
  }
  expect(explained).toBeGreaterThan(1_000);
});

test('what no builder writes is named as such', () => {
  expect(explain({ HostingSystemId: 'x' })).toEqual([
    {
      path: 'HostingSystemId',
      value: 'x',
      from: [],
      because: expect.stringContaining('added by hand') as string,
    },
  ]);
});
