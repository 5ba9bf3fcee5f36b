import type { Deliver, DeliveryOutcome } from '../delivery.ts';
import { webhookPayload } from './payload.ts';

const timeoutMs = 10_000;
const maxRetryAfterMs = 3_600_000;

/** Delivers groups by POST. `externalUrl` is where people reach these pages. */
export function alertmanagerWebhook(externalUrl: string): Deliver {
  return async (receiver, group, signal) => {
    const body = JSON.stringify(webhookPayload(group, receiver.name, externalUrl));
    try {
      const response = await post(receiver.url, body, signal);
      // What it answers is of no use here, and must not be shown: the URL may point anywhere.
      await response.body?.cancel();
      return outcomeOf(response);
    } catch (error) {
      return { kind: 'failed', reason: networkReason(error), retryAfterMs: null };
    }
  };
}

function post(target: string, body: string, signal: AbortSignal): Promise<Response> {
  const url = new URL(target);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'isotherm',
  };
  if (url.username !== '' || url.password !== '') {
    // fetch refuses credentials in a URL; they mean Basic authentication.
    const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  return fetch(url, {
    method: 'POST',
    headers,
    body,
    // A redirect could lead inside the network to where the URL's author cannot reach.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
}

function outcomeOf(response: Response): DeliveryOutcome {
  const { status } = response;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const reason = `the receiver answered ${status}`;
  if (status === 429 || status >= 500) {
    return { kind: 'failed', reason, retryAfterMs: retryAfterMs(response) };
  }
  return { kind: 'refused', reason };
}

/** Seconds or a date, as HTTP allows; bounded, so that no receiver can silence itself for days. */
function retryAfterMs(response: Response): number | null {
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), maxRetryAfterMs);
}

/** fetch hides the fact in its cause; messages that could repeat the URL are left out. */
function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `no answer within ${timeoutMs / 1000} s`;
  }
  const code = errorCode(error) ?? (error instanceof Error ? errorCode(error.cause) : null);
  return code === null ? 'the connection failed' : `the connection failed: ${code}`;
}

function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
