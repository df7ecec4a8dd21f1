import type { Reader } from './readers.js';

/** One annotation, and the option that takes its value. */
export interface AnnotationRule<Options> {
  readonly name: string;
  readonly option: keyof Options & string;
  readonly reader: Reader<unknown>;
  /** 0, or an empty list, means the option as it is. */
  readonly zeroKeeps: boolean;
  /** Not even a lenient reader goes on without the value. */
  readonly mustBeReadable: boolean;
}

/** Makes rules for options of one type, readers being held to the types of the options. */
export const rulesFor =
  <Options>() =>
  <Option extends keyof Options & string>(
    name: string,
    option: Option,
    reader: Reader<Options[Option]>,
  ): AnnotationRule<Options> => ({ name, option, reader, zeroKeeps: false, mustBeReadable: false });

export const unlessZero = <Options>(rule: AnnotationRule<Options>): AnnotationRule<Options> => ({
  ...rule,
  zeroKeeps: true,
});

export const readable = <Options>(rule: AnnotationRule<Options>): AnnotationRule<Options> => ({
  ...rule,
  mustBeReadable: true,
});
