import { mib } from '@uvmkit/vmutils';
import { qemuArguments, type MachineSettings } from '../src/arguments.js';
import { minimumMemoryMiB } from '../src/boot-plan.js';
import { kernelLineFor } from '../src/kernel-line.js';

const config = {
  id: 'vm@1',
  kernelPath: '/k',
  initrdPath: '/i',
  kernelParams: 'quiet -- -e 1 /bin/gcs',
  vcpus: 4,
  memory: mib(512),
  scsiControllers: 2,
};
const settings: MachineSettings = {
  accelerator: 'tcg',
  kernelPath: '/proc/self/fd/3',
  initrdPath: '/proc/self/fd/4',
  sockets: { qmp: '/s/q', console: '/s/c', agent: '/s/a' },
  portName: 'org.uvmkit.agent',
  dataFolders: [],
  reconnectInMs: false,
};
const line = (over: Partial<MachineSettings> = {}, other: Partial<typeof config> = {}): string =>
  qemuArguments({ ...config, ...other }, { ...settings, ...over }).join(' ');

test('a cold machine', () => {
  expect(qemuArguments(config, settings)).toMatchInlineSnapshot(`
    [
      "-name",
      "vm@1",
      "-nodefaults",
      "-no-user-config",
      "-display",
      "none",
      "-accel",
      "tcg",
      "-cpu",
      "max",
      "-M",
      "q35,usb=off,sata=off,smbus=off,vmport=off",
      "-smp",
      "4,sockets=4,cores=1,threads=1",
      "-m",
      "512M",
      "-kernel",
      "/proc/self/fd/3",
      "-initrd",
      "/proc/self/fd/4",
      "-append",
      "quiet console=ttyS0 panic=-1 cryptomgr.notests -- -e 1 /bin/gcs",
      "-qmp",
      "unix:/s/q,server=on,wait=off",
      "-chardev",
      "socket,id=console,path=/s/c,reconnect=1",
      "-serial",
      "chardev:console",
      "-device",
      "virtio-serial-pci,id=vser0",
      "-chardev",
      "socket,id=agent,path=/s/a,reconnect=1",
      "-device",
      "virtserialport,bus=vser0.0,nr=1,chardev=agent,id=agent-port,name=org.uvmkit.agent",
      "-device",
      "virtio-scsi-pci,id=scsi0,addr=0x10",
      "-device",
      "virtio-scsi-pci,id=scsi1,addr=0x11",
      "-device",
      "pvpanic-pci",
      "-no-reboot",
      "-action",
      "reboot=shutdown,shutdown=pause,panic=pause",
      "-S",
      "-sandbox",
      "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
    ]
  `);
});

test.each<[string, string, string]>([
  ['KVM takes the processor as it is', line({ accelerator: 'kvm' }), '-accel kvm -cpu host'],
  ['firmware of a private QEMU', line({ dataFolders: ['/r/a', '/r/b'] }), '-L /r/a -L /r/b'],
  ['a QEMU that counts milliseconds', line({ reconnectInMs: true }), 'path=/s/a,reconnect-ms=1000'],
  ['a comma in a path', line({ sockets: { ...settings.sockets, qmp: '/a,b/q' } }), 'unix:/a,,b/q,server=on'],
  ['no controllers', line({}, { scsiControllers: 0 }), '-S'],
  [
    'a template is made on shared memory',
    line({ template: { ramPath: '/r', mode: 'make' } }),
    'memory-backend-file,id=ram0,size=512M,mem-path=/r,share=on',
  ],
  ['a clone has its own', line({ template: { ramPath: '/r', mode: 'use' } }), 'mem-path=/r,share=off'],
  ['a clone waits for its state', line({ template: { ramPath: '/r', mode: 'use' } }), '-S -incoming defer'],
])('%s', (_, text, part) => {
  expect(text).toContain(part);
});

test('making and using a template differ in nothing that the guest can see', () => {
  const visible = (mode: 'make' | 'use'): string =>
    line({ template: { ramPath: '/r', mode } })
      .replace(/share=o\w+/, '')
      .replace(' -incoming defer', '');
  expect(visible('make')).toBe(visible('use'));
});

test.each([
  ['', 'console=ttyS0 panic=-1 cryptomgr.notests'],
  ['quiet -- -e 1', 'quiet console=ttyS0 panic=-1 cryptomgr.notests -- -e 1'],
  ['panic=5', 'panic=5 console=ttyS0 cryptomgr.notests'],
  ['console=tty0 console=ttyS0', 'console=tty0 console=ttyS0 panic=-1 cryptomgr.notests'],
  ['-- console=ttyS9', 'console=ttyS0 panic=-1 cryptomgr.notests -- console=ttyS9'],
])('kernel line %j', (given, made) => {
  expect(kernelLineFor(given)).toBe(made);
});

test('the least memory grows with the RAM disk, which is there twice', () => {
  expect([0, 1, 1_048_576, 1_048_577, 94 * 1_048_576].map(minimumMemoryMiB)).toEqual([80, 83, 83, 86, 362]);
});
