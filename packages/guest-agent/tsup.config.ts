import { readFileSync } from 'node:fs';
import { build } from 'tsup';
import { library } from '../../tools/tsup.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/**
 * The program for the VM: one file with everything in it, since nothing is installed there. It is made from the
 * sources of the workspace's packages, so that what it does not use, the codecs above all, stays out of it.
 */
const buildAgent = (): Promise<void> =>
  build({
    config: false,
    entry: { agent: 'src/agent.ts' },
    format: 'cjs',
    outExtension: () => ({ js: '.cjs' }),
    platform: 'node',
    target: 'node20',
    noExternal: [/.*/],
    external: ['koffi'],
    minifySyntax: true,
    treeshake: false,
    clean: false,
    dts: false,
    silent: true,
    define: { AGENT_VERSION: JSON.stringify(version) },
    esbuildOptions(options) {
      options.conditions = ['@uvmkit/source'];
    },
  });

export default library({
  entry: { index: 'src/index.ts', image: 'src/image/index.ts' },
  onSuccess: buildAgent,
});
