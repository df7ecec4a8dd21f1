const BRAND = Symbol.for('@uvmkit/vmutils.UvmError');

/** Facts about one failure, for programs: paths, numbers, HRESULTs. Never prose. */
export type ErrorData = Readonly<Record<string, unknown>>;

/** What a catalogue says about one code: the fixed sentence, and what its reader should check or do. */
export interface ErrorDescription {
  readonly says: string;
  readonly remedy: string;
}

/**
 * The error of every uvmkit package: a stable `code`, the facts as `data`, a `remedy`, and the `cause`.
 *
 * Catch by `code`. `instanceof` also works, across the ESM and the CJS copy and across installed versions.
 */
export class UvmError extends Error {
  override readonly name: string = 'UvmError';
  readonly code: string;
  readonly data: ErrorData;
  readonly remedy: string;

  constructor(
    code: string,
    description: ErrorDescription,
    detail: string,
    data: ErrorData = {},
    options?: ErrorOptions,
  ) {
    super(detail === '' ? description.says : `${description.says} ${detail}`, options);
    this.code = code;
    this.data = data;
    this.remedy = description.remedy;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

type ErrorFactory = (detail?: string, data?: ErrorData, options?: ErrorOptions) => UvmError;

/** A package's errors: one factory a code. `describe` lists them for the documentation and its test. */
export type ErrorCatalogue<Code extends string> = Readonly<Record<Code, ErrorFactory>>;

/**
 * Declares the errors of one package.
 *
 * @example
 * const errors = defineErrors({ UVM_DISK_FULL: { says: 'The disk is full.', remedy: 'Free some space.' } });
 * throw errors.UVM_DISK_FULL('while writing the image', { path }, { cause });
 */
export const defineErrors = <Code extends `UVM_${string}`>(
  descriptions: Readonly<Record<Code, ErrorDescription>>,
): ErrorCatalogue<Code> => {
  const entries = Object.entries<ErrorDescription>(descriptions).map(([code, description]) => {
    described.set(code, description);
    const make: ErrorFactory = (detail = '', data, options) =>
      new UvmError(code, description, detail, data, options);
    return [code, make] as const;
  });
  return Object.freeze(Object.fromEntries(entries)) as ErrorCatalogue<Code>;
};

const described = new Map<string, ErrorDescription>();

/** Every error declared by the packages loaded so far, by code. */
export const describedErrors = (): ReadonlyMap<string, ErrorDescription> => described;
