/** What our API answered: a value, or one sentence that names the thing and the fact. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly error: string;
      /** 0 where the server could not be reached. */
      readonly status: number;
      /** Field name → its sentence, where the server named fields. */
      readonly fields: Readonly<Record<string, string>>;
    };

/**
 * Calls our own JSON API with the session cookie. The caller names the shape it expects: both
 * ends are ours and of one version, so the answer is not parsed again.
 */
export async function callApi<Value>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer<Value>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    return {
      ok: false,
      status: 0,
      fields: {},
      error: 'the server could not be reached: check the connection and try again',
    };
  }
  const answer = await readBody(response);
  if (response.ok) return { ok: true, value: answer as Value };
  return { ok: false, status: response.status, ...readError(answer, response) };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function readError(
  answer: unknown,
  response: Response,
): { error: string; fields: Record<string, string> } {
  const error = property(answer, 'error');
  const fields = property(answer, 'fields');
  return {
    error:
      typeof error === 'string'
        ? error
        : `the server answered ${response.status} ${response.statusText}`.trim(),
    fields: isTextRecord(fields) ? fields : {},
  };
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}
