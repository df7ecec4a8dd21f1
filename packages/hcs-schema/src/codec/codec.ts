import { left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { Report } from '../decode/report.js';
import type { Shape } from './shape.js';
import { lenientScan } from './scan.js';

/**
 * An io-ts codec of one HCS type. It transforms nothing: what it accepts is what it gives.
 *
 * `is` is the guard; like every TypeScript type it tolerates members it does not know. Use `decode` to have those
 * refused or reported.
 */
export class Codec<A> extends t.Type<A> {
  /** How values of this type are checked, explained and printed. */
  readonly shape: Shape<A>;

  constructor(name: string, shape: Shape<A>) {
    const is = (value: unknown): value is A => shape.accepts(value, lenientScan());
    super(
      name,
      is,
      (value, context) => (is(value) ? right(value) : left(explained(shape, value, context))),
      t.identity,
    );
    this.shape = shape;
  }
}

const explained = (shape: Shape<unknown>, value: unknown, context: t.Context): t.Errors => {
  const report = new Report(false);
  shape.explain(value, '', report);
  return report.problems.map(({ path, code, expected, got }) => ({
    value,
    context,
    message: `${path === '' ? 'the value' : path}: ${code}, expected ${expected}, got ${got}`,
  }));
};

/** What is needed of a codec for reading and printing; without a parameter, a codec of whatever type. */
export type AnyCodec<A = unknown> = Pick<Codec<A>, 'name' | 'shape'>;

/** The shape of a codec; a bare shape as it is. */
export const shapeOf = <A>(of: Shape<A> | Codec<A>): Shape<A> => (of instanceof Codec ? of.shape : of);
