import { Command } from 'commander';
import { prepareMachine } from '../provision/prepare-machine.js';
import type { CommandContext } from './main.js';

interface SetupOptions {
  readonly download: boolean;
  readonly json: boolean;
}

export const setupCommand = ({ signal, stdout, stderr }: CommandContext): Command =>
  new Command('setup')
    .description('Make this machine ready for real VMs: find or fetch a QEMU, and make boot files.')
    .option('--no-download', 'use only what is here already')
    .option('--json', 'print what was found as one JSON object', false)
    .action(async ({ download, json }: SetupOptions) => {
      const progress = (message: string): void => void stderr.write(`uvm: ${message}\n`);
      const machine = await prepareMachine({ download, progress, signal });
      stdout.write(
        json
          ? `${JSON.stringify(machine)}\n`
          : `QEMU        ${machine.qemu.binary}\nboot files  ${machine.bootFiles}\n`,
      );
    });
