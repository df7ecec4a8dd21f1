/** Why entries stopped in the reference's mode, when it was not the source's own failure. */
export class GcsLogReadError extends Error {
  override readonly name = 'GcsLogReadError';

  constructor(
    readonly kind: 'type' | 'time' | 'level' | 'unexpected-eof',
    detail: string,
  ) {
    super(detail);
  }
}
