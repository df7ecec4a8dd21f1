/** Different numbers in ascending order. */
export class SortedNumbers {
  readonly #numbers: number[] = [];

  get size(): number {
    return this.#numbers.length;
  }

  values(): readonly number[] {
    return this.#numbers;
  }

  has(number: number): boolean {
    return this.#numbers[this.#place(number)] === number;
  }

  add(number: number): void {
    const place = this.#place(number);
    if (this.#numbers[place] !== number) this.#numbers.splice(place, 0, number);
  }

  delete(number: number): void {
    const place = this.#place(number);
    if (this.#numbers[place] === number) this.#numbers.splice(place, 1);
  }

  /** Takes the smallest out. */
  shift(): number | undefined {
    return this.#numbers.shift();
  }

  /** Where the number is or would be. */
  #place(number: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
