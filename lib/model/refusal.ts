/** Why a well-formed request is not carried out. Each is an answer to a person, not a fault. */
export type RefusalKind =
  'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'too-many' | 'unavailable';

/**
 * Thrown, not returned, so that the transaction it is thrown in rolls back. The message is one
 * sentence for the person who asked: `place host gpu-07: rack R01 has no room at U 12`.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  /** Seconds after which asking again makes sense; for `too-many` and `unavailable`. */
  readonly retryAfterSeconds: number | null;

  constructor(kind: RefusalKind, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** By name: the server and the pages hold different copies of the class. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal' && 'kind' in error;
}
