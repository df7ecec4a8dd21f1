import { defineConfig, type Options } from 'tsup';

/** The one build recipe: two module formats with their own declarations. A package names its entries. */
export const library = (options: Options = {}): ReturnType<typeof defineConfig> =>
  defineConfig({ ...recipe, entry: ['src/index.ts'], ...options });

const recipe: Options = {
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  dts: true,
  sourcemap: true,
  clean: true,
  splitting: false,
  treeshake: false,
  tsconfig: 'tsconfig.build.json',
};
