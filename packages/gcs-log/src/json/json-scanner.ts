/**
 * What one more byte means for the JSON value that is being read:
 *
 * - `more`: the value goes on
 * - `blank`: white space before the value
 * - `end`: the byte ends the value, and belongs to it
 * - `before`: the value ended before this byte, which does not belong to it
 * - `bad`: this cannot be JSON
 */
export type ScanStep = 'more' | 'blank' | 'end' | 'before' | 'bad';

type State = (this: JsonScanner, byte: number) => ScanStep;

/**
 * Finds where a JSON value ends, byte by byte, without keeping any of it. It accepts exactly RFC 8259, with at most
 * `maxDepth` containers inside each other.
 *
 * Only a container ends at its last byte. Any other value ends at the first byte that does not belong to it.
 */
export class JsonScanner {
  readonly #maxDepth: number;
  /** For each open container whether it is an object. */
  readonly #open: boolean[] = [];
  #state: State = this.#value;
  #inKey = false;
  #word = '';
  #at = 0;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  step(byte: number): ScanStep {
    return this.#state.call(this, byte);
  }

  /** Makes ready for the next value. */
  reset(): void {
    this.#open.length = 0;
    this.#state = this.#value;
  }

  #value(byte: number): ScanStep {
    if (isSpace(byte)) return this.#open.length === 0 ? 'blank' : 'more';
    switch (byte) {
      case 0x7b:
        return this.#enter(true);
      case 0x5b:
        return this.#enter(false);
      case 0x22:
        this.#inKey = false;
        return this.#to(this.#inString);
      case 0x2d:
        return this.#to(this.#minus);
      case 0x30:
        return this.#to(this.#zero);
      case 0x74:
        return this.#expect('true');
      case 0x66:
        return this.#expect('false');
      case 0x6e:
        return this.#expect('null');
      default:
        return isDigit(byte) ? this.#to(this.#integer) : 'bad';
    }
  }

  #enter(isObject: boolean): ScanStep {
    if (this.#open.length >= this.#maxDepth) return 'bad';
    this.#open.push(isObject);
    return this.#to(isObject ? this.#keyOrEnd : this.#valueOrEnd);
  }

  #leave(): ScanStep {
    this.#open.pop();
    this.#state = this.#afterValue;
    return this.#open.length === 0 ? 'end' : 'more';
  }

  #to(state: State): ScanStep {
    this.#state = state;
    return 'more';
  }

  #keyOrEnd(byte: number): ScanStep {
    return byte === 0x7d ? this.#leave() : this.#key(byte);
  }

  #valueOrEnd(byte: number): ScanStep {
    return byte === 0x5d ? this.#leave() : this.#value(byte);
  }

  #key(byte: number): ScanStep {
    if (isSpace(byte)) return 'more';
    if (byte !== 0x22) return 'bad';
    this.#inKey = true;
    return this.#to(this.#inString);
  }

  #colon(byte: number): ScanStep {
    if (isSpace(byte)) return 'more';
    return byte === 0x3a ? this.#to(this.#value) : 'bad';
  }

  #afterValue(byte: number): ScanStep {
    const isObject = this.#open.at(-1);
    if (isObject === undefined) return 'before';
    if (isSpace(byte)) return 'more';
    if (byte === 0x2c) return this.#to(isObject ? this.#key : this.#value);
    return byte === (isObject ? 0x7d : 0x5d) ? this.#leave() : 'bad';
  }

  #inString(byte: number): ScanStep {
    if (byte === 0x22) return this.#to(this.#inKey ? this.#colon : this.#afterValue);
    if (byte === 0x5c) return this.#to(this.#escape);
    return byte < 0x20 ? 'bad' : 'more';
  }

  #escape(byte: number): ScanStep {
    if (byte === 0x75) {
      this.#at = 0;
      return this.#to(this.#hex);
    }
    return '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? this.#to(this.#inString) : 'bad';
  }

  #hex(byte: number): ScanStep {
    const lower = byte | 0x20;
    if (!isDigit(byte) && !(lower >= 0x61 && lower <= 0x66)) return 'bad';
    return ++this.#at === 4 ? this.#to(this.#inString) : 'more';
  }

  #expect(word: string): ScanStep {
    this.#word = word;
    this.#at = 1;
    return this.#to(this.#inWord);
  }

  #inWord(byte: number): ScanStep {
    if (byte !== this.#word.charCodeAt(this.#at)) return 'bad';
    return ++this.#at === this.#word.length ? this.#to(this.#afterValue) : 'more';
  }

  #minus(byte: number): ScanStep {
    if (byte === 0x30) return this.#to(this.#zero);
    return isDigit(byte) ? this.#to(this.#integer) : 'bad';
  }

  #integer(byte: number): ScanStep {
    return isDigit(byte) ? 'more' : this.#zero(byte);
  }

  #zero(byte: number): ScanStep {
    if (byte === 0x2e) return this.#to(this.#point);
    return this.#exponentMark(byte);
  }

  #point(byte: number): ScanStep {
    return isDigit(byte) ? this.#to(this.#fraction) : 'bad';
  }

  #fraction(byte: number): ScanStep {
    return isDigit(byte) ? 'more' : this.#exponentMark(byte);
  }

  #exponentMark(byte: number): ScanStep {
    return byte === 0x65 || byte === 0x45 ? this.#to(this.#exponentSign) : this.#afterNumber(byte);
  }

  #exponentSign(byte: number): ScanStep {
    return byte === 0x2b || byte === 0x2d ? this.#to(this.#exponentStart) : this.#exponentStart(byte);
  }

  #exponentStart(byte: number): ScanStep {
    return isDigit(byte) ? this.#to(this.#exponent) : 'bad';
  }

  #exponent(byte: number): ScanStep {
    return isDigit(byte) ? 'more' : this.#afterNumber(byte);
  }

  #afterNumber(byte: number): ScanStep {
    this.#to(this.#afterValue);
    return this.#afterValue(byte);
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
