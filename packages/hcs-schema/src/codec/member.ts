import { shapeOf, type Codec } from './codec.js';
import type { Shape } from './shape.js';

/** What is known about one member of a record. */
export interface Member<A> {
  readonly of: Shape<A> | Codec<A>;
  /** The schema version that introduced it, where documented. */
  readonly since?: string;
  /** The reference client writes it in every document, so one without it is broken. */
  readonly required?: true;
  /**
   * When the reference encoder writes the member. Without this, it leaves out empty values (`""`, `0`, `false`, `[]`).
   * `whenSet`: also when empty. `always`: even when never set. `never`: it does not have the member.
   */
  readonly written?: 'whenSet' | 'always' | 'never';
}

/** One entry for each member of A, in the order in which they are printed. */
export type Members<A> = { readonly [Name in keyof A]-?: Member<Exclude<A[Name], undefined>> };

/**
 * A member with everything that the guard and the printer need at hand. All are built alike, which keeps property
 * access in those inner loops fast.
 */
export class PreparedMember {
  readonly shape: Shape<unknown>;
  readonly accepts: Shape<unknown>['accepts'];
  readonly write: Shape<unknown>['write'];
  readonly since: string | undefined;
  readonly isRequired: boolean;
  readonly isAlwaysWritten: boolean;
  readonly isNeverWritten: boolean;
  /** Whether the reference encoder leaves the member out when it is empty. */
  readonly dropsEmpty: boolean;
  /** The name as JSON, with its colon: alone, as the first member, and after another. */
  readonly prefix: string;
  readonly firstPrefix: string;
  readonly nextPrefix: string;

  constructor(
    readonly name: string,
    readonly index: number,
    member: Member<unknown>,
  ) {
    this.shape = shapeOf(member.of);
    this.accepts = this.shape.accepts;
    this.write = this.shape.write;
    this.since = member.since;
    this.isRequired = member.required === true;
    this.isAlwaysWritten = member.written === 'always';
    this.isNeverWritten = member.written === 'never';
    this.dropsEmpty = member.written === undefined && this.shape.dropsEmpty;
    this.prefix = `${JSON.stringify(name)}:`;
    this.firstPrefix = `{${this.prefix}`;
    this.nextPrefix = `,${this.prefix}`;
  }
}
