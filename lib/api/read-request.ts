import type { z } from 'zod';
import { Refusal } from '#lib/model/refusal.ts';
import { describeProblems } from './describe-issue.ts';

/** Holds one part of a request against its schema. @throws Refusal naming every problem. */
export function parsePart<S extends z.ZodType>(part: string, schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid', describeProblems(part, parsed.error));
}

/** A name that occurs once is a string, one that repeats an array. */
export function readQuery(url: string): Record<string, string | string[]> {
  const parameters = new URL(url).searchParams;
  const entries = [...new Set(parameters.keys())].map((name) => {
    const values = parameters.getAll(name);
    return [name, values.length === 1 ? (values[0] ?? '') : values] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Reads a JSON body of at most `maxBytes`, stopping as soon as it is longer.
 * @throws Refusal when it is too large, not declared as JSON or not JSON.
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  // Only JSON: a form on another site can send text or urlencoded bodies without asking first.
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Refusal('invalid', 'read body: the content type must be application/json');
  }
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal('invalid', `read body: not JSON: ${reason}`);
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      throw new Refusal('too-large', `read body: it is larger than ${maxBytes} bytes`);
    }
    chunks.push(value);
  }
}
