import nx from '@nx/eslint-plugin';
import jsoncParser from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/** Lowest first. A package may use its own layer and every layer below it; `guest` and `engine` never see the app. */
const layers = ['base', 'plan', 'port', 'channel', 'guest', 'engine', 'app'];

const depConstraints = layers.map((layer, height) => ({
  sourceTag: `layer:${layer}`,
  onlyDependOnLibsWithTags: layers.slice(0, height + 1).map((below) => `layer:${below}`),
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '**/*.cjs', '**/tsup.config.ts', 'jest.preset.js', '.nx/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: true, allow: [], depConstraints },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Codec and type share one name, as do a units type and its constructor.
      '@typescript-eslint/no-redeclare': 'off',
      eqeqeq: 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^fp-ts/(?!lib/.*\\.js$)',
              message: "Node's ESM loader needs the full file: 'fp-ts/lib/Either.js'.",
            },
            {
              regex: '^io-ts/(?!lib/.*\\.js$)',
              message: "Node's ESM loader needs the full file: 'io-ts/lib/PathReporter.js'.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/uvm/src/cli/**', 'packages/guest-agent/src/agent.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: [
            '{projectRoot}/tsup.config.ts',
            '{projectRoot}/test/**',
            '{projectRoot}/vm-tests/**',
            '{projectRoot}/windows-tests/**',
            '{projectRoot}/bench/**',
            '{projectRoot}/fuzz/**',
            '{projectRoot}/jest.config.cjs',
            '{projectRoot}/jest.vm.config.cjs',
            '{projectRoot}/jest.windows.config.cjs',
          ],
        },
      ],
    },
  },
);
