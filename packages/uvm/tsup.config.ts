import { library } from '../../tools/tsup.js';

/**
 * The program is one file with everything in it, made from the sources of the workspace: it starts in half the time that
 * loading its packages one by one takes.
 */
const program = library({
  entry: ['src/cli.ts'],
  format: ['esm'],
  dts: false,
  clean: false,
  noExternal: [/.*/],
  external: ['koffi'],
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: false,
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  esbuildOptions(options) {
    options.conditions = ['@uvmkit/source'];
  },
});

export default [library({ shims: true }), program].flat();
