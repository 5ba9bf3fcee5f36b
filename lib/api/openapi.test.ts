import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeApi } from './openapi.ts';
import { pageShape } from './page.ts';
import { matchParameter } from './parameters.ts';

describe('describeApi', () => {
  it('describes parameters, bodies and answers', () => {
    const api = describeApi([
      {
        method: 'POST',
        path: '/racks/{id}/move',
        role: 'operator',
        summary: 'Move a rack',
        query: z.strictObject({ ...pageShape, match: matchParameter }),
        body: z.strictObject({ row: z.string() }),
        response: z.object({ energy: z.bigint() }),
        status: 201,
      },
    ]);
    expect(api).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/racks/{id}/move': {
          post: {
            summary: 'Move a rack',
            parameters: [
              { name: 'id', in: 'path', required: true },
              { name: 'limit', in: 'query', required: false },
              { name: 'after', in: 'query', required: false },
              { name: 'match', in: 'query', required: true },
            ],
            requestBody: {
              content: { 'application/json': { schema: { required: ['row'] } } },
            },
            responses: {
              201: {
                content: {
                  'application/json': {
                    schema: { properties: { energy: { type: ['integer', 'string'] } } },
                  },
                },
              },
              404: {},
              409: {},
              413: {},
            },
          },
        },
      },
    });
  });
});
