import { z } from 'zod';
import { defineRoute } from '#lib/api/define-route.ts';
import { changeOwnPassword } from '#lib/auth/users/set-password.ts';
import { passwordSchema } from '#lib/model/identity.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/users/me/password',
  role: 'viewer',
  summary: 'Change your own password and end your sessions',
  body: z.strictObject({ current: z.string().max(200), password: passwordSchema }),
  run: ({ services, principal, body }) =>
    changeOwnPassword(services, principal, body.current, body.password),
});
