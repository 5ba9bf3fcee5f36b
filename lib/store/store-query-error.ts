export type StoreQueryErrorCode =
  | 'range_invalid'
  | 'step_invalid'
  | 'too_many_points'
  | 'too_many_series'
  | 'field_not_numeric'
  | 'quantile_invalid';

/**
 * A query that is refused for what it asks. The message names the limit and how to ask instead, so
 * it may be shown as it is. Compare by `code`: the class does not survive a thread or a bundle.
 */
export class StoreQueryError extends Error {
  override readonly name = 'StoreQueryError';
  readonly code: StoreQueryErrorCode;

  constructor(code: StoreQueryErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** True for a refusal of any copy of this module. */
export function isStoreQueryError(error: unknown): error is StoreQueryError {
  return error instanceof Error && error.name === 'StoreQueryError' && 'code' in error;
}
