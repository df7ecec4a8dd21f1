import { Command, Option } from 'commander';
import { print } from '@uvmkit/hcs-schema';
import {
  buildLcowDocument,
  defaultLcowOptions,
  explain,
  memoryHost,
  updateBootFilesPath,
  windowsPaths,
} from '@uvmkit/lcow-builder';
import type { MiB } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import type { CommandContext } from './main.js';
import { parseCount, parseMemory } from './parse-quantity.js';

interface DocOptions {
  readonly cpus?: number;
  readonly memory?: MiB;
  readonly bootFiles: string;
  readonly build: number;
  readonly explain: boolean;
  readonly compat?: 'hcsshim';
}

export const docCommand = ({ stdout }: CommandContext): Command =>
  new Command('doc')
    .description(
      'Print the compute-system document of a Linux utility VM for a Windows host, on any machine.',
    )
    .option('--cpus <count>', 'virtual processors', parseCount)
    .option('--memory <size>', 'memory: MiB, or with a unit as in 512M or 2G', parseMemory)
    .option(
      '--boot-files <folder>',
      'folder with the kernel and initrd.img on that host',
      'C:\\Linux Boot Files',
    )
    .option('--build <number>', 'Windows build of that host', parseCount, 20348)
    .option('--explain', 'say where each member and each kernel argument comes from', false)
    .addOption(new Option('--compat <client>', "print that client's bytes").choices(['hcsshim']))
    .action((options: DocOptions) => void stdout.write(`${describe(options)}\n`));

/** Enough for any number that is asked for: the host is only described. */
const DESCRIBED_PROCESSORS = 240;

const describe = ({ cpus, memory, bootFiles, build, explain: explained, compat }: DocOptions): string => {
  const files = ['kernel', 'initrd.img'].map((name) => [windowsPaths.join(bootFiles, name), 0] as const);
  const host = memoryHost({
    osBuild: build,
    logicalProcessors: DESCRIBED_PROCESSORS,
    files: Object.fromEntries(files),
  });
  const options = updateBootFilesPath(
    {
      ...defaultLcowOptions(host, '', 'uvm'),
      ...(cpus !== undefined && { processorCount: cpus }),
      ...(memory !== undefined && { memorySizeInMB: memory }),
    },
    bootFiles,
    host,
  );
  const built = buildLcowDocument(options, host, compat && { compat });
  if (!built.ok) {
    const list = built.problems.map(({ path, message, remedy }) => `${path}: ${message} ${remedy}`);
    throw errors.UVM_OPTIONS_INVALID(list.join(' '), { problems: built.problems });
  }
  if (!explained) return compat ? print(built.document, { compat }) : print(built.document, { pretty: true });
  return explain(built.document)
    .map(
      ({ path, value, from, because }) =>
        `${path} = ${JSON.stringify(value)}\n    from ${from.join(', ')}: ${because}`,
    )
    .join('\n');
};
