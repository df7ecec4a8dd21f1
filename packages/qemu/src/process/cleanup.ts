import type { Logger } from '@uvmkit/vmutils';

/**
 * What has to be undone when a VM ends, at whatever point of its start. Undoing happens once, newest first; what is added
 * afterwards is undone at once.
 */
export class Cleanup implements AsyncDisposable {
  readonly #logger: Logger;
  readonly #steps: (() => unknown)[] = [];
  #undone: Promise<void> | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  async add(undo: () => unknown): Promise<void> {
    this.#steps.push(undo);
    if (this.#undone) await this.#undoSteps();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#undone ??= this.#undoSteps();
    return this.#undone;
  }

  async #undoSteps(): Promise<void> {
    for (let undo = this.#steps.pop(); undo; undo = this.#steps.pop()) {
      try {
        await undo();
      } catch (error) {
        this.#logger.warn('something of a virtual machine could not be removed', { error });
      }
    }
  }
}
