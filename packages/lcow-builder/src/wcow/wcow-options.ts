import type { GuestIsolationType, RegistryValue } from '@uvmkit/hcs-schema';
import type { BuilderHost } from '../host/builder-host.js';
import { defaultUvmOptions } from '../options/default-uvm-options.js';
import type { ConfidentialOptions, UvmOptions } from '../options/uvm-options.js';

/** Boot from a folder of the host, which the guest sees by VMBus. */
export interface VmbFsBootFiles {
  readonly bootType: 'vmbFs';
  readonly vmbFs:
    | {
        readonly osFilesPath: string;
        /** The boot manager's folder, below `osFilesPath`. */
        readonly osRelativeBootDirPath: string;
        readonly scratchVhdPath: string;
      }
    | undefined;
}

/** Boot from images on virtual disks, as confidential VMs do. */
export interface BlockCimBootFiles {
  readonly bootType: 'blockCim';
  readonly blockCim:
    | {
        readonly bootCimVhdPath: string;
        readonly efiVhdPath: string;
        readonly scratchVhdPath: string;
      }
    | undefined;
}

/** What a Windows utility VM can be told. `defaultWcowOptions` gives a set that lacks nothing but the boot files. */
export interface WcowOptions extends UvmOptions, ConfidentialOptions {
  readonly bootFiles: VmbFsBootFiles | BlockCimBootFiles | undefined;
  /** Confidential: the folder from which `confidentialBootFiles` takes them; '' for the one beside the program. */
  readonly bootFilesRootPath: string;
  /** Files of shares are never mapped into the guest's memory directly. */
  readonly noDirectMap: boolean;
  readonly noInheritHostTimezone: boolean;
  /** Values for the guest's registry, behind those that other options ask for. */
  readonly additionalRegistryKeys: readonly RegistryValue[];
  /** Lets the guest's log service connect. */
  readonly logForwardingEnabled: boolean;
  /** What the log service shall listen to: base64 of JSON, as in `{"logConfig":{"sources":[…]}}`; '' for nothing more. */
  readonly logSources: string;
  /** Whether it also listens to the sources that are usual. */
  readonly defaultLogSourcesEnabled: boolean;
  /** Confidential: for testing another isolation than `SecureNestedPaging`; '' for that. */
  readonly isolationType: GuestIsolationType | '';
  readonly disableSecureBoot: boolean;
  /** Confidential: handed to the guest's firmware; '' for nothing. */
  readonly firmwareParameters: string;
  /** Confidential: the guest may write to the EFI partition. */
  readonly writableEfi: boolean;
  /** Confidential: whoever runs the VM keeps its EFI and scratch disks in `debugDataPath` when it ends. */
  readonly debugMode: boolean;
  readonly debugDataPath: string;
}

/** A set of options for a Windows utility VM on this host, to which the boot files have to be added. */
export const defaultWcowOptions = (host: BuilderHost, id = '', owner = ''): WcowOptions => ({
  ...defaultUvmOptions(host, id, owner),
  guestStateFilePath: '',
  securityPolicy: '',
  securityPolicyEnabled: false,
  securityPolicyEnforcer: '',
  useGuestStateFile: false,
  uvmReferenceInfoFile: '',
  uvmHashEnvelopeReferenceInfoFile: '',
  bundleDirectory: '',
  bootFiles: undefined,
  bootFilesRootPath: '',
  noDirectMap: false,
  noInheritHostTimezone: false,
  additionalRegistryKeys: [],
  logForwardingEnabled: true,
  logSources: '',
  defaultLogSourcesEnabled: true,
  isolationType: '',
  disableSecureBoot: false,
  firmwareParameters: '',
  writableEfi: false,
  debugMode: false,
  debugDataPath: '',
});
