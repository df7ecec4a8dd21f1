const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Leaves the counts and the skipped tests of a run in `coverage/`, which Nx restores from its cache, for tools/test.mjs. */
module.exports = class CountReporter {
  constructor(globalConfig, { file = 'test-results.json' } = {}) {
    this.target = join(globalConfig.rootDir, 'coverage', file);
  }

  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap(({ testResults }) =>
      testResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
    );
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    mkdirSync(join(this.target, '..'), { recursive: true });
    writeFileSync(this.target, `${JSON.stringify({ passed: results.numPassedTests, failed, skipped })}\n`);
  }
};
