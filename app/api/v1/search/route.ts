import { z } from 'zod';
import { defineRoute } from '#lib/api/define-route.ts';
import { findNamed } from '#lib/fleet/find-named.ts';
import { findableKinds } from '#lib/model/findable.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/search',
  role: 'viewer',
  summary: 'Find hosts, interfaces, GPUs, racks and rules by a part of their name',
  query: z.strictObject({ query: z.string().max(200).default('') }),
  response: z.object({
    found: z.array(
      z.object({
        kind: z.enum(findableKinds),
        name: z.string(),
        detail: z.string(),
        href: z.string(),
      }),
    ),
  }),
  run: async ({ services, query }) => ({ found: await findNamed(services, query.query) }),
});
