import type { IncomingMessage } from 'node:http';
import { Refusal } from '#lib/model/refusal.ts';
import type { Flight } from './in-flight.ts';
import type { WriteLimits } from './limits.ts';

/** The sender went away before its body was complete: there is nobody to answer. */
export class SenderGone extends Error {
  override readonly name = 'SenderGone';
}

/** The body took too long; nothing is known against the samples in it. */
export class BodyLate extends Error {
  override readonly name = 'BodyLate';
}

/** A sender reads no answer before it has sent its body, so this many times the limit is let pass. */
const patience = 4;

/**
 * Reads a whole body into memory of its own, which can be handed to another thread.
 *
 * @throws Refusal `too-large` past the limit
 * @throws BodyLate
 * @throws SenderGone
 */
export async function readBody(
  request: IncomingMessage,
  limits: Pick<WriteLimits, 'bodyBytes' | 'bodyTimeoutMs'>,
  flight: Flight,
): Promise<Uint8Array<ArrayBuffer>> {
  const { bodyBytes, bodyTimeoutMs } = limits;
  const tooLarge = new Refusal('too-large', `the body has more than ${bodyBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes * patience) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let length = 0;
  await consume(request, bodyTimeoutMs, (chunk) => {
    length += chunk.length;
    if (length <= bodyBytes) chunks.push(chunk);
    else chunks.length = 0;
    flight.hold(Math.min(length, bodyBytes));
    return length > bodyBytes * patience ? tooLarge : null;
  });
  if (length > bodyBytes) throw tooLarge;
  return joined(chunks, length);
}

/** Feeds `take` until the body ends or it refuses to go on. */
function consume(
  request: IncomingMessage,
  timeoutMs: number,
  take: (chunk: Uint8Array) => Refusal | null,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const finish = (settle: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      deadline.removeEventListener('abort', onLate);
      settle();
    };
    const onData = (chunk: Uint8Array) => {
      const refusal = take(chunk);
      if (refusal) finish(() => reject(refusal));
    };
    const onEnd = () => finish(resolve);
    const onGone = () => finish(() => reject(new SenderGone('read a body: the sender went away')));
    const onLate = () => {
      const message = `the body did not arrive within ${timeoutMs / 1000} s`;
      finish(() => reject(new BodyLate(message)));
    };
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
    deadline.addEventListener('abort', onLate);
  });
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
