/** What became of a batch that was sent. */
export type PushOutcome =
  | { readonly kind: 'accepted' }
  /** The server took what it could; sending the rest again cannot help. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The server takes less at once. */
  | { readonly kind: 'too-large'; readonly reason: string }
  /** Kept and tried again: nothing is known about the data itself. */
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs: number | null };

/** Statuses that speak of the setting, not of the data: kept until somebody has put it right. */
const settingStatuses = new Set([401, 402, 403, 404, 405, 407, 408, 421, 425, 426, 429]);

/** Judges an answer of a write endpoint, ours or InfluxDB's. */
export function judgeAnswer(answer: {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
  readonly nowMs: number;
}): PushOutcome {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const reason = `the server answered ${status}${explain(body)}`;
  if (status === 413) return { kind: 'too-large', reason };
  if (status >= 400 && status < 500 && !settingStatuses.has(status)) {
    return { kind: 'rejected', reason };
  }
  return { kind: 'retry', reason, retryAfterMs: readRetryAfter(answer.retryAfter, answer.nowMs) };
}

/** `{"error": "…"}` as text, whatever else as it is, cut to a length for a log. */
function explain(body: string): string {
  if (body.trim() === '') return '';
  return `: ${(readError(body) ?? body).trim().slice(0, 300)}`;
}

function readError(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return null;
    const found = 'error' in value ? value.error : 'message' in value ? value.message : null;
    return typeof found === 'string' ? found : null;
  } catch {
    return null;
  }
}

const longestRetryAfterMs = 600_000;

/** Seconds or a date (RFC 9110, 10.2.3), at most ten minutes; null when there is none. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const milliseconds = /^\d+$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - nowMs;
  if (!Number.isFinite(milliseconds)) return null;
  return Math.min(longestRetryAfterMs, Math.max(0, milliseconds));
}
