import fc from 'fast-check';

export const VM = 'io.microsoft.virtualmachine.';
export const CONTAINER = 'io.microsoft.container.';

const flag = fc.constantFrom('true', 'false', '1', 'F');
const whole = fc.oneof(fc.nat(8192).map(String), fc.constantFrom('0', '4294967295', '18446744073709551615'));
const list = fc.array(fc.nat(4), { maxLength: 3 }).map((numbers) => numbers.join(','));
const text = fc.oneof(fc.constantFrom('', 'C:\\dumps', 'x'), fc.string({ unit: 'binary', maxLength: 8 }));
const guid = fc.oneof(fc.uuid(), fc.constant('no-guid'));
const base64 = fc.string({ maxLength: 12 }).map((policy) => Buffer.from(policy).toString('base64'));

const registry = fc
  .array(
    fc.record(
      {
        Key: fc.record({
          Hive: fc.constantFrom('System', 'Software', 'Sam', 'None'),
          Name: fc.constantFrom('CurrentControlSet\\Services\\x', 'x', ''),
        }),
        Name: fc.constantFrom('n', ''),
        Type: fc.constantFrom('DWord', 'Number'),
        DWordValue: fc.oneof(fc.nat(), fc.string()),
        Unknown: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  )
  .map((values) => JSON.stringify(values));

type Texts = Readonly<Record<string, fc.Arbitrary<string>>>;

const below = (prefix: string, texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [prefix + name, value]));

/** What the annotations of VMs say, by name, as the reference's public list has them. */
export const texts: Readonly<Record<'both' | 'Linux' | 'Windows', Texts>> = {
  both: {
    ...below(`${VM}computetopology.`, {
      'memory.sizeinmb': whole,
      'memory.lowmmiogapinmb': whole,
      'memory.highmmiobaseinmb': whole,
      'memory.highmmiogapinmb': whole,
      'memory.allowovercommit': flag,
      'memory.enabledeferredcommit': flag,
      'processor.count': whole,
      'processor.limit': whole,
      'processor.weight': whole,
      'processor.numa.max-processors-per-node': whole,
      'processor.numa.max-size-per-node': whole,
      'numa.preferred-physical-nodes': list,
      'numa.mapped-physical-nodes': list,
      'numa.count-of-processors': list,
      'numa.count-of-memory-blocks': list,
    }),
    ...below(VM, {
      'storageqos.bandwidthmaximum': whole,
      'storageqos.iopsmaximum': whole,
      'cpugroup.id': guid,
      'resource-partition-id': guid,
      'fileshares.disablewritable': flag,
      'dump-directory-path': text,
      'console.pipe': text,
      fullyphysicallybacked: flag,
      bootfilesrootpath: text,
      no_security_hardware: flag,
      'uvm-hash-envelope-reference-info-file': text,
      kerneldrivers: text,
      'hv-socket.service-table.9e698f65-4095-4bf8-ad01-61e64bbf45a7': fc.constantFrom(
        '{"AllowWildcardBinds":true}',
        '{',
      ),
    }),
    ...below(CONTAINER, {
      processdumplocation: text,
      'memory.sizeinmb': whole,
      'processor.count': whole,
      'processor.limit': whole,
      'processor.weight': whole,
      'storage.qos.bandwidthmaximum': whole,
      'storage.qos.iopsmaximum': whole,
      'gpu.capabilities': text,
    }),
    'io.microsoft.network.ncproxy': text,
    'io.microsoft.disable-unsafe-operations': flag,
  },
  Linux: {
    ...below(VM, {
      'computetopology.memory.enablecolddiscardhint': flag,
      'devices.virtualpmem.maximumcount': whole,
      'devices.virtualpmem.maximumsizebytes': whole,
      'storage.scratch.encrypted': flag,
    }),
    ...below(`${VM}lcow.`, {
      'vpmem.nomultimapping': flag,
      vpcienabled: flag,
      'extra-vsock-ports': list,
      enforcer: text,
      'uvm-reference-info-file': text,
      kernelbootoptions: text,
      'timesync.disable': flag,
      'writable-overlay-directories': flag,
      'network.policybasedrouting': flag,
      gueststatefile: text,
      'dmverity-rootfs-vhd': text,
      'dmverity-mode': flag,
      'dmverity-create-args': text,
      'hcl-enabled': flag,
      preferredrootfstype: fc.constantFrom('initrd', 'vhd', 'none'),
      kerneldirectboot: flag,
      'extra-exec-command-args': text,
      securitypolicy: base64,
      'securitypolicy.env': flag,
      privileged: flag,
      hostnetwork: flag,
      'amd-certificate': text,
    }),
    ...below(CONTAINER, { 'lcow.tee-log-path': text, 'lcow.tee-log-dir-mount': text }),
  },
  Windows: {
    ...below(VM, {
      disablecompartmentnamespace: flag,
      'forwardlogs.sources': fc.oneof(
        text,
        fc.constant(Buffer.from('{"logConfig":{"sources":[]}}').toString('base64')),
      ),
      'forwardlogs.enable': flag,
      'forwardlogs.defaultsources.enable': flag,
    }),
    ...below(`${VM}wcow.`, {
      'virtualSMB.nodirectmap': flag,
      'timezone.noinherit': flag,
      'additional-reg-keys': registry,
      writable_efi: flag,
      enforcer: text,
      no_secure_boot: flag,
      isolation_type: fc.constantFrom('SNP', 'VBS', 'GuestStateOnly', 'snp'),
      gueststatefile: text,
      'uvm-reference-info-file': text,
      securitypolicy: base64,
      'securitypolicy.env': flag,
      'amd-certificate': text,
    }),
    ...below(CONTAINER, {
      'wcow.deviceextensions': text,
      'wcow.gmsa.disable': flag,
      'wcow.test-registry-annotation': text,
    }),
    'io.microsoft.wcow.debug': flag,
    'io.microsoft.wcow.debug_data_path': text,
  },
};

/** A few annotations with texts that fit, or with anything; at times a name that does not exist. */
export const annotationsOf = (known: Texts): fc.Arbitrary<Record<string, string>> =>
  fc
    .tuple(
      fc
        .subarray(Object.entries(known), { maxLength: 6 })
        .chain((chosen) => fc.record(Object.fromEntries(chosen))),
      fc.dictionary(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...Object.keys(known)) },
          { weight: 1, arbitrary: fc.string().map((rest) => VM + rest) },
          {
            weight: 1,
            arbitrary: fc.constantFrom('__proto__', 'io.kubernetes.cri.x', `${VM}hv-socket.service-table.`),
          },
        ),
        fc.string(),
        { maxKeys: 1 },
      ),
    )
    .map(([fitting, wild]) => ({ ...fitting, ...wild }));
