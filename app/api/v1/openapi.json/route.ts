import { defineRoute } from '#lib/api/define-route.ts';
import { describeApi } from '#lib/api/openapi.ts';
import { operations } from '../routes.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/openapi.json',
  role: 'viewer',
  summary: 'Read this description',
  run: () => describeApi(operations()),
});
