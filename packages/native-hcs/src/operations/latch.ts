/** Something that happens once, or never. */
export class Latch {
  readonly opened: Promise<void>;
  #open: () => void = () => undefined;
  #isOpen = false;
  #controller: AbortController | undefined;

  constructor() {
    this.opened = new Promise((resolve) => (this.#open = resolve));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Fires when it opens. Made when first asked for: most latches never need one. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOpen) this.#controller.abort();
    return this.#controller.signal;
  }

  open(): void {
    this.#isOpen = true;
    this.#open();
    this.#controller?.abort();
  }

  /** Waits until it opens, or for so long. */
  async within(milliseconds: number): Promise<void> {
    if (this.#isOpen) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([this.opened, late]);
    clearTimeout(timer);
  }
}
