import { setField } from '../record.js';

/** What JSON can hold, with numbers as the caller makes them. */
export type JsonValue<N> = string | boolean | null | N | JsonValue<N>[] | { [key: string]: JsonValue<N> };

export interface ReadJsonOptions<N> {
  /** Makes a value of a number's literal text. */
  readonly number: (literal: string) => N;
  /** Containers inside each other that are accepted, the outermost included. */
  readonly maxDepth: number;
}

type Container<N> = JsonValue<N>[] | { [key: string]: JsonValue<N> };

/**
 * Reads one JSON value out of a text, where `JSON.parse` is not exact enough: the caller sees each number's digits, the
 * end of the value, and depth is a limit instead of a crash. It neither recurses nor throws.
 */
export class JsonReader<N> {
  /** Index of the next character to read; after a value, the one behind it. */
  position: number;
  readonly #text: string;
  readonly #options: ReadJsonOptions<N>;

  constructor(text: string, options: ReadJsonOptions<N>, position = 0) {
    this.#text = text;
    this.#options = options;
    this.position = position;
  }

  /** The next value, or undefined if there is none or it is too deep. */
  readValue(): JsonValue<N> | undefined {
    const parents: { container: Container<N>; key: string }[] = [];
    let container: Container<N> | undefined;
    let key = '';
    for (;;) {
      let value: JsonValue<N> | undefined;
      const opening = this.peek();
      if (opening === '{' || opening === '[') {
        if (parents.length + (container ? 1 : 0) >= this.#options.maxDepth) return undefined;
        this.position++;
        if (container) parents.push({ container, key });
        container = opening === '{' ? {} : [];
        if (!this.take(opening === '{' ? '}' : ']')) {
          if (opening === '[') continue;
          const first = this.readKey();
          if (first === undefined) return undefined;
          key = first;
          continue;
        }
        value = container;
        ({ container, key } = parents.pop() ?? { container: undefined, key: '' });
      } else {
        value = this.#scalar(opening);
        if (value === undefined) return undefined;
      }

      for (;;) {
        if (container === undefined) return value;
        if (Array.isArray(container)) container.push(value);
        else setField(container, key, value);

        if (this.take(',')) {
          if (Array.isArray(container)) break;
          const next = this.readKey();
          if (next === undefined) return undefined;
          key = next;
          break;
        }
        if (!this.take(Array.isArray(container) ? ']' : '}')) return undefined;
        value = container;
        ({ container, key } = parents.pop() ?? { container: undefined, key: '' });
      }
    }
  }

  /** A member's name and its colon. */
  readKey(): string | undefined {
    if (this.peek() !== '"') return undefined;
    const key = this.#string();
    return key !== undefined && this.take(':') ? key : undefined;
  }

  /** The next character that is not JSON white space, left unread. Undefined at the end. */
  peek(): string | undefined {
    for (; this.position < this.#text.length; this.position++) {
      const c = this.#text.charCodeAt(this.position);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return this.#text[this.position];
    }
    return undefined;
  }

  /** Reads `character` if it comes next. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }

  #scalar(first: string | undefined): JsonValue<N> | undefined {
    switch (first) {
      case '"':
        return this.#string();
      case 't':
        return this.#word('true') ? true : undefined;
      case 'f':
        return this.#word('false') ? false : undefined;
      case 'n':
        return this.#word('null') ? null : undefined;
      default:
        return this.#number();
    }
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.position)) return false;
    this.position += word.length;
    return true;
  }

  #number(): N | undefined {
    NUMBER.lastIndex = this.position;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) return undefined;
    this.position += literal.length;
    return this.#options.number(literal);
  }

  #string(): string | undefined {
    const text = this.#text;
    const start = this.position;
    let escaped = false;
    for (let i = start + 1; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 0x22) {
        this.position = i + 1;
        return escaped ? unescape(text.slice(start, i + 1)) : text.slice(start + 1, i);
      }
      if (c < 0x20) return undefined;
      if (c === 0x5c) {
        escaped = true;
        i++;
      }
    }
    return undefined;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Decodes a quoted string; surrogates without a partner become U+FFFD. */
const unescape = (literal: string): string | undefined => {
  try {
    return (JSON.parse(literal) as string).replace(/\p{Surrogate}/gu, '\ufffd');
  } catch {
    return undefined;
  }
};
