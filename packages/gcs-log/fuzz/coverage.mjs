import { Session } from 'node:inspector/promises';

/** Which blocks of one script have run, as V8 counts them. */
export class Coverage {
  #seen = new Set();
  functions = 0;

  static async start(script) {
    const coverage = new Coverage();
    coverage.script = script;
    coverage.session = new Session();
    coverage.session.connect();
    await coverage.session.post('Profiler.enable');
    await coverage.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    return coverage;
  }

  /** Whether a block ran since the last call that never ran before. */
  async grew() {
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    const before = this.#seen.size;
    for (const script of result) {
      if (!script.url.endsWith(this.script)) continue;
      for (const { functionName, ranges } of script.functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count > 0)
            this.#seen.add(`${startOffset}-${endOffset}-${Math.min(31, Math.floor(Math.log2(count)))}`);
        }
        if (functionName !== '' && ranges[0].count > 0) this.#names.add(functionName);
      }
    }
    this.functions = this.#names.size;
    return this.#seen.size > before;
  }

  #names = new Set();
}
