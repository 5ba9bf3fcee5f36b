import type { IncomingMessage } from 'node:http';
import { Refusal } from '#lib/model/refusal.ts';

const maxBytes = 16_384;

/**
 * Reads a small JSON body; nothing at all counts as `{}`.
 * @throws Refusal when it is larger than 16 KiB, not declared as JSON or not JSON.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return {};
  // Only JSON: a form on another site can send text or urlencoded bodies without asking first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal('invalid', 'read body: the content type must be application/json');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Refusal('invalid', `read body: not JSON: ${String(cause)}`);
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not destroy the request: the refusal goes out on the same connection.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes)
      throw new Refusal('too-large', `read body: it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
