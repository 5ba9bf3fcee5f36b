import { defineRoute } from '#lib/api/define-route.ts';
import { changeUser } from '#lib/auth/users/change-user.ts';
import { userChangeSchema, userSchema } from '#lib/model/identity.ts';

export const PATCH = defineRoute({
  method: 'PATCH',
  path: '/users/{id}',
  role: 'admin',
  summary: 'Change the role of a user, or disable or enable them',
  body: userChangeSchema,
  response: userSchema,
  run: ({ services, principal, params, body }) => changeUser(services, principal, params.id, body),
});
