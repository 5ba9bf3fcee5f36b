import { z } from 'zod';
import { defineRoute } from '#lib/api/define-route.ts';
import { resetPassword } from '#lib/auth/users/set-password.ts';
import { passwordSchema } from '#lib/model/identity.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/users/{id}/password',
  role: 'admin',
  summary: 'Give a user a new password and end their sessions',
  body: z.strictObject({ password: passwordSchema }),
  run: ({ services, principal, params, body }) =>
    resetPassword(services, principal, params.id, body.password),
});
