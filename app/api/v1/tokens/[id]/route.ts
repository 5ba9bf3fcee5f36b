import { defineRoute } from '#lib/api/define-route.ts';
import { revokeToken } from '#lib/auth/tokens/revoke-token.ts';
import { accessTokenSchema } from '#lib/model/identity.ts';

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/tokens/{id}',
  role: 'admin',
  summary: 'Revoke a token at once and for good',
  response: accessTokenSchema,
  run: ({ services, principal, params }) => revokeToken(services, principal, params.id, Date.now()),
});
