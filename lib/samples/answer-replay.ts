import { streamBody } from '#lib/api/stream-body.ts';
import type { Services } from '#lib/services.ts';
import { readReplay, type ReplayQuestion } from './read-replay.ts';

/**
 * The replay as a body that is made while it is read. Whatever can be refused is refused before the
 * answer begins; a store that fails later cuts the body off, which its layout lets a reader notice.
 */
export async function answerReplay(
  services: Pick<Services, 'store' | 'places'>,
  question: ReplayQuestion,
  signal: AbortSignal,
): Promise<Response> {
  const left = new AbortController();
  const pieces = readReplay(services, question, AbortSignal.any([signal, left.signal]));
  const layout = await pieces.next();
  async function* all(): AsyncGenerator<Uint8Array> {
    if (layout.done !== true) yield layout.value;
    yield* pieces;
  }
  return new Response(
    streamBody(all(), () => left.abort()),
    { headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' } },
  );
}
