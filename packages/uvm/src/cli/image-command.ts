import { Command } from 'commander';
import { buildGuestImage } from '../provision/guest-image.js';
import type { CommandContext } from './main.js';

interface BuildOptions {
  readonly out?: string;
  readonly download: boolean;
}

export const imageCommand = ({ signal, stdout, stderr }: CommandContext): Command =>
  new Command('image').description('Boot files for guests: kernel and initial RAM disk.').addCommand(
    new Command('build')
      .description("Make boot files from the distribution's kernel package and this Node.js, without root.")
      .option('--out <folder>', 'where to put them (default: the cache folder)')
      .option('--no-download', 'use only what is here already')
      .action(async ({ out, download }: BuildOptions) => {
        const progress = (message: string): void => void stderr.write(`uvm: ${message}\n`);
        stdout.write(`${await buildGuestImage({ out, download, progress, signal })}\n`);
      }),
  );
