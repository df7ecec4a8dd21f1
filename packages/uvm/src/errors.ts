import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_USAGE: {
    says: 'The command line is not understood.',
    remedy: 'Run `uvm --help`, or `uvm <command> --help`.',
  },
  UVM_ENGINE_UNAVAILABLE: {
    says: 'The chosen engine cannot run on this machine.',
    remedy: 'Use `--engine auto` to take what there is, or do what the message names.',
  },
  UVM_BOOT_FILES_MISSING: {
    says: 'There are no boot files: no kernel and initial RAM disk for the guest.',
    remedy: 'Make them with `uvm image build`, or name a folder that holds them with `--boot-files`.',
  },
  UVM_BOOT_FILES_UNREADABLE: {
    says: 'A boot file cannot be read.',
    remedy: 'Check the path and the file mode; boot files have to be readable by the user who runs uvm.',
  },
  UVM_OPTIONS_INVALID: {
    says: 'The options do not describe a virtual machine that can be built.',
    remedy: 'Correct every option that the error names.',
  },
  UVM_BOOT_FAILED: {
    says: 'The utility VM did not come up.',
    remedy: 'Look at the step that failed, at the last console lines, and at the error that caused this one.',
  },
  UVM_BOOT_STALLED: {
    says: 'The guest made no progress.',
    remedy:
      'The last console lines show where it stopped. Give a slow machine more time with `--stall`, and a guest more memory with `--memory`.',
  },
  UVM_BOOT_DEADLINE: {
    says: 'The utility VM did not come up in time.',
    remedy: 'Allow more with `--timeout`; the timeline shows which step took the time.',
  },
  UVM_BOOT_CANCELLED: {
    says: 'The start was cancelled.',
    remedy: 'Nothing to repair: everything that had been started is gone again.',
  },
  UVM_ENDED: {
    says: 'The utility VM ended while it was in use.',
    remedy: 'Look at the exit status and at the last console lines.',
  },
  UVM_DOWNLOAD_REFUSED: {
    says: 'Something is missing here and downloads are switched off.',
    remedy: 'Drop `--no-download` and unset UVMKIT_NO_DOWNLOAD, or install what the error names.',
  },
  UVM_DOWNLOAD_FAILED: {
    says: 'Packages of the distribution could not be fetched.',
    remedy: 'Check the network and the sources of apt; `apt-get update` shows the same trouble.',
  },
  UVM_SETUP_CANCELLED: {
    says: 'Making this machine ready was cancelled.',
    remedy: 'Run it again; what was complete is kept.',
  },
  UVM_NO_PACKAGES: {
    says: 'This machine is not a Debian or Ubuntu with apt, so there is nothing to fetch packages with.',
    remedy:
      'Install QEMU by the means of your system and give boot files with `--boot-files`, or use `--engine simulator`.',
  },
});
