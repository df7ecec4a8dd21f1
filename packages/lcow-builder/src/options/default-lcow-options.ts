import { BOOT_FILES, DEFAULT_VPMEM_DEVICES, DEFAULT_VPMEM_SIZE } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import { defaultBootFilesPath, updateBootFilesPath } from './boot-files.js';
import { defaultUvmOptions } from './default-uvm-options.js';
import type { LcowOptions } from './lcow-options.js';
import { osBuilds } from './os-builds.js';

/**
 * A complete set of options for a Linux utility VM on this host: 1 GiB, 2 processors, the boot files that are found.
 *
 * @param owner the program's name when left out or empty
 */
export const defaultLcowOptions = (host: BuilderHost, id = '', owner = ''): LcowOptions => {
  const isArm = host.architecture === 'arm64';
  const options: LcowOptions = {
    ...defaultUvmOptions(host, id, owner),
    guestStateFilePath: '',
    securityPolicy: '',
    securityPolicyEnabled: false,
    securityPolicyEnforcer: '',
    useGuestStateFile: false,
    uvmReferenceInfoFile: BOOT_FILES.referenceInfo,
    uvmHashEnvelopeReferenceInfoFile: BOOT_FILES.hashEnvelopeReferenceInfo,
    bundleDirectory: '',
    bootFilesPath: '',
    kernelFile: BOOT_FILES.kernel,
    kernelDirect: host.osBuild >= osBuilds.kernelDirect && !isArm,
    rootFsFile: BOOT_FILES.initrd,
    preferredRootFsType: 'initrd',
    kernelBootOptions: '',
    useGuestConnection: true,
    execCommandLine: `/bin/gcs -v4 -log-format json -loglevel ${host.logLevel}`,
    forwardStdout: false,
    forwardStderr: true,
    disableTimeSyncService: false,
    writableOverlayDirs: false,
    vpmemDeviceCount: isArm ? 0 : DEFAULT_VPMEM_DEVICES,
    vpmemSizeBytes: DEFAULT_VPMEM_SIZE,
    vpmemNoMultiMapping: host.osBuild < osBuilds.vpmemMappings,
    enableColdDiscardHint: false,
    vpciEnabled: false,
    assignedDevices: [],
    enableScratchEncryption: false,
    policyBasedRouting: false,
    dmVerityMode: false,
    dmVerityCreateArgs: '',
    dmVerityRootFsVhd: '',
    extraVsockPorts: [],
    hclEnabled: undefined,
  };
  return updateBootFilesPath(options, defaultBootFilesPath(host), host);
};
