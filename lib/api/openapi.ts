import { z } from 'zod';
import type { Operation } from './define-route.ts';

type Json = Readonly<Record<string, unknown>>;

/** OpenAPI 3.1 description of the operations, in the order given. */
export function describeApi(operations: readonly Operation[]): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Isotherm',
      version: '1',
      description:
        'Times are RFC 3339 or epoch milliseconds in, epoch milliseconds out. ' +
        '64-bit integers beyond 2^53 are decimal strings. Errors are {"error": one sentence}.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'better-auth.session_token' },
      },
      schemas: {
        Error: {
          type: 'object',
          properties: { error: { type: 'string' } },
          required: ['error'],
        },
      },
    },
  };
}

function describeOperation(operation: Operation): Json {
  return {
    summary: operation.summary,
    description: `Needs the role ${operation.role}.`,
    parameters: [...pathParameters(operation.path), ...queryParameters(operation.query)],
    ...(operation.body && { requestBody: { required: true, content: content(operation.body) } }),
    responses: { ...success(operation), ...failures(operation) },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (!query) return [];
  return Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...described } = toJsonSchema(schema as z.ZodType, 'input');
    return {
      name,
      in: 'query',
      required: !(schema as z.ZodType).safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: described,
    };
  });
}

function success(operation: Operation): Json {
  if (!operation.response) return { '2XX': { description: 'Done' } };
  return {
    [String(operation.status ?? 200)]: {
      description: 'Done',
      content: content(operation.response, 'output'),
    },
  };
}

function failures(operation: Operation): Json {
  const reasons: Record<string, string> = {
    400: 'A part of the request is wrong; every problem is named',
    401: 'Nobody is signed in and no valid token was sent',
    403: 'The role is too low',
  };
  if (operation.path.includes('{')) reasons[404] = 'There is no such thing';
  if (operation.method !== 'GET') reasons[409] = 'It contradicts what is there';
  if (operation.body) reasons[413] = 'The body is too large';
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(
    Object.entries(reasons).map(([status, description]) => [
      status,
      { description, content: error },
    ]),
  );
}

function content(schema: z.ZodType, io: 'input' | 'output' = 'input'): Json {
  return { 'application/json': { schema: toJsonSchema(schema, io) } };
}

/** Without `$schema`, which OpenAPI 3.1 implies; a bigint is what `json()` makes of it. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const described = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'bigint') jsonSchema.type = ['integer', 'string'];
    },
  });
  delete described.$schema;
  return described;
}
