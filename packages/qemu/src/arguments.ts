import type { HypervisorConfig } from '@uvmkit/hypervisor';
import { kernelLineFor } from './kernel-line.js';

export type Accelerator = 'kvm' | 'tcg';

/** What QEMU is told besides the configuration. Paths are as the QEMU process sees them. */
export interface MachineSettings {
  readonly accelerator: Accelerator;
  readonly kernelPath: string;
  readonly initrdPath: string;
  /** Unix sockets: QEMU listens on `qmp` and connects to the others. */
  readonly sockets: { readonly qmp: string; readonly console: string; readonly agent: string };
  /** The name under which the guest finds the channel's port. */
  readonly portName: string;
  /** Folders with firmware and option ROMs, for a QEMU that is not installed. */
  readonly dataFolders: readonly string[];
  /** Whether chardevs take `reconnect-ms` (QEMU 9.2 and later) or `reconnect`. */
  readonly reconnectInMs: boolean;
  /** The guest's memory in a file: shared to make a template, private to start from one. */
  readonly template?: { readonly ramPath: string; readonly mode: 'make' | 'use' };
}

const SCSI_SLOT = 0x10;

/**
 * All of QEMU's arguments but the program's name. The machine is stopped: `cont` starts it. Everything that the guest can
 * see depends on nothing but `config`, `accelerator` and whether there is a template.
 */
export const qemuArguments = (config: HypervisorConfig, settings: MachineSettings): readonly string[] => [
  ...machine(config, settings),
  ...boot(config, settings),
  ...channels(settings),
  ...scsi(config.scsiControllers),
  // Tells the host that the guest kernel crashed.
  ...['-device', 'pvpanic-pci'],
  ...lifecycle(settings),
];

const machine = ({ id, vcpus, memory }: HypervisorConfig, settings: MachineSettings): readonly string[] => {
  const { accelerator, template, dataFolders } = settings;
  const backend = template ? ',memory-backend=ram0' : '';
  return [
    ...['-name', id, '-nodefaults', '-no-user-config', '-display', 'none'],
    ...dataFolders.flatMap((folder) => ['-L', folder]),
    ...['-accel', accelerator, '-cpu', accelerator === 'kvm' ? 'host' : 'max'],
    ...['-M', `q35,usb=off,sata=off,smbus=off,vmport=off${backend}`],
    ...['-smp', `${vcpus},sockets=${vcpus},cores=1,threads=1`, '-m', `${memory}M`],
    ...(template
      ? [
          '-object',
          `memory-backend-file,id=ram0,size=${memory}M,mem-path=${escaped(template.ramPath)},` +
            `share=${template.mode === 'make' ? 'on' : 'off'}`,
        ]
      : []),
  ];
};

const boot = ({ kernelParams }: HypervisorConfig, settings: MachineSettings): readonly string[] => [
  ...['-kernel', settings.kernelPath, '-initrd', settings.initrdPath],
  ...['-append', kernelLineFor(kernelParams)],
];

const channels = ({ sockets, portName, reconnectInMs }: MachineSettings): readonly string[] => {
  const reconnect = reconnectInMs ? 'reconnect-ms=1000' : 'reconnect=1';
  const client = (id: string, path: string): string => `socket,id=${id},path=${escaped(path)},${reconnect}`;
  return [
    ...['-qmp', `unix:${escaped(sockets.qmp)},server=on,wait=off`],
    ...['-chardev', client('console', sockets.console), '-serial', 'chardev:console'],
    ...['-device', 'virtio-serial-pci,id=vser0', '-chardev', client('agent', sockets.agent)],
    ...['-device', `virtserialport,bus=vser0.0,nr=1,chardev=agent,id=agent-port,name=${portName}`],
  ];
};

const scsi = (controllers: number): readonly string[] =>
  Array.from({ length: controllers }, (_, index) => [
    '-device',
    `virtio-scsi-pci,id=scsi${index},addr=0x${(SCSI_SLOT + index).toString(16)}`,
  ]).flat();

const lifecycle = ({ template }: MachineSettings): readonly string[] => [
  // QEMU stays after the guest's end, so that the cause can be asked for.
  ...['-no-reboot', '-action', 'reboot=shutdown,shutdown=pause,panic=pause', '-S'],
  ...(template?.mode === 'use' ? ['-incoming', 'defer'] : []),
  ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
];

/** QEMU splits option values at commas. */
const escaped = (path: string): string => path.replaceAll(',', ',,');
