import { defineRoute } from '#lib/api/define-route.ts';
import { answerReplay } from '#lib/samples/answer-replay.ts';
import { replayQuerySchema } from '#lib/samples/read-replay.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/replay',
  role: 'viewer',
  summary: 'Stream the values of every series, step by step, in binary frames (docs/wire.md)',
  query: replayQuerySchema,
  run: ({ services, query, signal }) => answerReplay(services, query, signal),
});
