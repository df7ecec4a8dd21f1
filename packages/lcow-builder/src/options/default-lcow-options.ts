import type { BuilderHost } from '../host/builder-host.js';
import { defaultBootFilesPath, updateBootFilesPath } from './boot-files.js';
import { defaultUvmOptions } from './default-uvm-options.js';
import type { LcowOptions } from './lcow-options.js';
import { osBuilds } from './os-builds.js';

const FOUR_GIB = 4_294_967_296;

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
    uvmReferenceInfoFile: 'reference_info.cose',
    uvmHashEnvelopeReferenceInfoFile: 'reference_info_hash_envelope.cose',
    bundleDirectory: '',
    bootFilesPath: '',
    kernelFile: 'kernel',
    kernelDirect: host.osBuild >= osBuilds.kernelDirect && !isArm,
    rootFsFile: 'initrd.img',
    preferredRootFsType: 'initrd',
    kernelBootOptions: '',
    useGuestConnection: true,
    execCommandLine: `/bin/gcs -v4 -log-format json -loglevel ${host.logLevel}`,
    forwardStdout: false,
    forwardStderr: true,
    disableTimeSyncService: false,
    writableOverlayDirs: false,
    vpmemDeviceCount: isArm ? 0 : 64,
    vpmemSizeBytes: FOUR_GIB,
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
