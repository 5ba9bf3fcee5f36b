'use client';

import { useCallback, useState } from 'react';
import { callApi, type Answer } from './send.ts';

export interface Sending<Value> {
  /** True from the press of the button until the answer. */
  readonly busy: boolean;
  /** The sentence of the last failure; null after a success and before the first try. */
  readonly error: string | null;
  readonly fieldErrors: Readonly<Record<string, string>>;
  readonly send: (
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<Answer<Value>>;
  readonly clear: () => void;
}

const untouched = { busy: false, error: null, fieldErrors: {} };

/** One form's or button's calls to our API, with the state its controls show. */
export function useSend<Value = unknown>(): Sending<Value> {
  const [state, setState] =
    useState<Pick<Sending<Value>, 'busy' | 'error' | 'fieldErrors'>>(untouched);
  const send = useCallback<Sending<Value>['send']>(async (method, path, body) => {
    setState({ busy: true, error: null, fieldErrors: {} });
    const answer = await callApi<Value>(method, path, body);
    setState(
      answer.ok ? untouched : { busy: false, error: answer.error, fieldErrors: answer.fields },
    );
    return answer;
  }, []);
  const clear = useCallback(() => setState(untouched), []);
  return { ...state, send, clear };
}
