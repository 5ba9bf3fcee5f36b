import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { createToken } from '#lib/auth/tokens/create-token.ts';
import { listTokens } from '#lib/auth/tokens/list-tokens.ts';
import { accessTokenSchema, newTokenSchema, tokenInputSchema } from '#lib/model/identity.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/tokens',
  role: 'admin',
  summary: 'List tokens, newest first, revoked ones too',
  query: pageQuerySchema,
  response: pageSchema(accessTokenSchema),
  run: ({ services, principal, query }) => listTokens(services, principal, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/tokens',
  role: 'admin',
  summary: 'Create a token; the answer is the only time it is shown',
  status: 201,
  body: tokenInputSchema,
  response: newTokenSchema,
  run: ({ services, principal, body }) => createToken(services, principal, body, Date.now()),
});
