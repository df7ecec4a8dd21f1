import type * as koffiModule from 'koffi';
import { hcsError, hresults } from '@uvmkit/hcs';
import { errors } from '../errors.js';
import type { CType, Koffi } from './c-types.js';
import type { Lane, Lanes } from './gate.js';

/** What the header says of one function. */
export interface Signature<A extends readonly unknown[], R> {
  readonly result: CType<R>;
  readonly parameters: { readonly [K in keyof A]: CType<A[K]> };
  readonly lane?: Lane;
}

type ValuesOf<P extends readonly CType<unknown>[]> = {
  [K in keyof P]: P[K] extends CType<infer T> ? T : never;
};

/** One line of a function table: `signature(hresult, pointer, text)`. */
export const signature = <R, const P extends readonly CType<unknown>[]>(
  result: CType<R>,
  ...parameters: P
): Signature<ValuesOf<P>, R> => ({ result, parameters }) as Signature<ValuesOf<P>, R>;

/** The same function, with the lane that its calls off the JavaScript thread take; `service` if nothing is said. */
export const inLane = <S extends AnySignature>(lane: Lane, one: S): S => ({ ...one, lane });

/** A function of a library, called on this thread, or on one of libuv's where it may block. */
export interface NativeFunction<A extends readonly unknown[], R> {
  (...parameters: A): R;
  async(...parameters: A): Promise<R>;
  /** As `async`, but rejects with the signal's reason, and calls nothing, when that fires before the call's turn. */
  asyncUnless(ended: AbortSignal, ...parameters: A): Promise<R>;
}

type AnySignature = Signature<readonly unknown[], unknown>;
export type FunctionTable = Readonly<Record<string, AnySignature>>;

export type Bound<T extends FunctionTable> = {
  readonly [K in keyof T]: T[K] extends Signature<infer A, infer R> ? NativeFunction<A, R> : never;
};

/**
 * The functions of one library. Each is looked up when it is first used, so that a library of an older Windows serves
 * for what it has.
 *
 * @throws UVM_NATIVE_FUNCTION_MISSING from the use of a function that the library lacks
 */
export const bindTable = <T extends FunctionTable>(
  koffi: Koffi,
  lanes: Lanes,
  library: koffiModule.LibraryHandle,
  libraryName: string,
  table: T,
): Bound<T> => {
  const bound = {};
  for (const [name, one] of Object.entries(table)) {
    Object.defineProperty(bound, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = bindFunction(koffi, lanes, library, libraryName, name, one);
        Object.defineProperty(bound, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return bound as Bound<T>;
};

const bindFunction = (
  koffi: Koffi,
  lanes: Lanes,
  library: koffiModule.LibraryHandle,
  libraryName: string,
  name: string,
  { result, parameters, lane = 'service' }: AnySignature,
): NativeFunction<unknown[], unknown> => {
  let native: ReturnType<koffiModule.LibraryHandle['func']>;
  try {
    native = library.func(
      name,
      result.build(koffi),
      parameters.map((parameter) => parameter.build(koffi)),
    );
  } catch (cause) {
    throw errors.UVM_NATIVE_FUNCTION_MISSING(
      `${name} of ${libraryName}.`,
      { function: name, library: libraryName },
      { cause },
    );
  }
  const run = (ended: AbortSignal | undefined, values: unknown[]): Promise<unknown> =>
    lanes[lane].run(
      () =>
        new Promise((resolve, reject) => {
          native.async(...whole(name, values), (error: unknown, value: unknown) =>
            error ? reject(error as Error) : resolve(value),
          );
        }),
      ended,
    );
  return Object.assign((...values: unknown[]): unknown => native(...whole(name, values)), {
    async: (...values: unknown[]) => run(undefined, values),
    asyncUnless: (ended: AbortSignal, ...values: unknown[]) => run(ended, values),
  });
};

/** Windows would take a text with a NUL in it for a shorter one: another file, another system. */
const whole = (name: string, values: unknown[]): unknown[] => {
  const cut = values.find((value) => typeof value === 'string' && value.includes('\0'));
  if (cut === undefined) return values;
  throw hcsError(hresults.E_INVALIDARG, {
    detail: `${name} takes no text with a NUL in it: ${JSON.stringify(cut)}.`,
  });
};
