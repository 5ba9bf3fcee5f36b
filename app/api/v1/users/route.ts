import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { createUser } from '#lib/auth/users/create-user.ts';
import { listUsers } from '#lib/auth/users/list-users.ts';
import { userInputSchema, userSchema } from '#lib/model/identity.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/users',
  role: 'admin',
  summary: 'List users',
  query: pageQuerySchema,
  response: pageSchema(userSchema),
  run: ({ services, principal, query }) => listUsers(services, principal, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/users',
  role: 'admin',
  summary: 'Create a user',
  status: 201,
  body: userInputSchema,
  response: userSchema,
  run: ({ services, principal, body }) => createUser(services, principal, body),
});
