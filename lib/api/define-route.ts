import type { z } from 'zod';
import { readPrincipal } from '#lib/auth/principal-header.ts';
import { hasRole, type Principal } from '#lib/model/identity.ts';
import type { Role } from '#lib/model/role.ts';
import { isRefusal, Refusal } from '#lib/model/refusal.ts';
import { getServices, type Services } from '#lib/services.ts';
import { isStoreQueryError } from '#lib/store/store-query-error.ts';
import { parsePart, readJsonBody, readQuery } from './read-request.ts';
import { json, noContent, problem, refuse } from './respond.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route is told; `query` and `body` have passed their schemas. */
export interface Call<Path extends string, Query, Body> {
  readonly services: Services;
  readonly principal: Principal;
  /** Names in braces of the path. */
  readonly params: Readonly<Record<ParameterName<Path>, string>>;
  readonly query: Query;
  readonly body: Body;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

type ParameterName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterName<Rest>
  : never;

/** The parts of an operation that its documentation needs. */
export interface Operation {
  readonly method: Method;
  /** Below /api/v1, with parameters in braces: `/runs/{id}/stop`. */
  readonly path: string;
  readonly role: Role;
  /** Verb and thing, for the reference: `Start a training run`. */
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response?: z.ZodType;
  /** Status of a plain answer: 200, or 204 when `run` answers nothing. */
  readonly status?: 200 | 201 | 202;
}

type Definition<
  P extends string,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
> = Operation & {
  readonly path: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response?: R;
  /** Bytes of body that are read, 256 KiB unless said. */
  readonly maxBodyBytes?: number;
  run(call: Call<P, z.output<Q>, z.output<B>>): Promise<Answer<R>> | Answer<R>;
};

/** A value of the response schema, nothing (204), or a Response for what is not JSON. */
type Answer<R extends z.ZodType> =
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a route may return nothing
  DeepReadonly<z.input<R>> | Response | void;

type DeepReadonly<T> = T extends readonly (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

export interface RouteContext {
  readonly params: Promise<Readonly<Record<string, string>>>;
}

/** A request handler as Next expects it, with the description of what it does. */
export type Route = ((request: Request, context: RouteContext) => Promise<Response>) & {
  readonly operation: Operation;
};

/**
 * One verb of one path of the API. A route file exports one for each verb and holds nothing else;
 * add the file to `app/api/v1/routes.ts` (a test compares that list with the folder).
 *
 *     export const POST = defineRoute({
 *       method: 'POST', path: '/racks', role: 'operator', summary: 'Make a rack', status: 201,
 *       body: rackInputSchema, response: rackSchema,
 *       run: ({ services, body, principal }) => makeRack(services.database, body, principal),
 *     });
 *
 * What it does, in this order: 401 without a principal, 403 below `role`, 400 naming every problem
 * of query or body, 413 past `maxBodyBytes`; then `run`. (A change that another site's page sends
 * with a person's cookie does not come so far: the server's gate refuses it.) A `Refusal` thrown
 * anywhere below becomes its status with one sentence as `{"error": …}`; anything else is logged
 * and answered 500 without its details. Use a strict object (`z.strictObject`) for queries so that
 * a misspelt parameter is refused, `./parameters.ts` for times, lists and matches, and `./page.ts`
 * for lists.
 */
export function defineRoute<
  const P extends string,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodUnknown,
>(definition: Definition<P, Q, B, R>): Route {
  const handle = async (request: Request, context: RouteContext): Promise<Response> => {
    const services = getServices();
    try {
      const principal = admit(definition, request);
      const call = await readCall(definition, request, context);
      const answer = await definition.run({ ...call, services, principal });
      return respond(answer, definition.status ?? 200);
    } catch (error) {
      return explain(error, definition, services);
    }
  };
  return Object.assign(handle, { operation: definition });
}

class SignInNeeded extends Error {}

function admit(operation: Operation, request: Request): Principal {
  const principal = readPrincipal(request.headers);
  if (!principal) throw new SignInNeeded();
  if (!hasRole(principal, operation.role)) {
    throw new Refusal('forbidden', `${name(operation)}: this needs the role ${operation.role}`);
  }
  return principal;
}

async function readCall<
  P extends string,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  definition: Definition<P, Q, B, R>,
  request: Request,
  context: RouteContext,
): Promise<Omit<Call<P, z.output<Q>, z.output<B>>, 'services' | 'principal'>> {
  const raw = definition.body
    ? await readJsonBody(request, definition.maxBodyBytes ?? 256 * 1024)
    : undefined;
  return {
    // Next fills in every name of the folder, and a test holds the path to the folder.
    params: await context.params,
    query: parsed<Q>('query', definition.query, readQuery(request.url)),
    body: parsed<B>('body', definition.body, raw),
    signal: request.signal,
  };
}

/** Without a schema the part is `{}` or nothing, as the defaults of `defineRoute` say. */
function parsed<S extends z.ZodType>(
  part: string,
  schema: S | undefined,
  raw: unknown,
): z.output<S> {
  return schema ? parsePart(part, schema, raw) : (raw as z.output<S>);
}

function respond(answer: unknown, status: number): Response {
  if (answer instanceof Response) return answer;
  return answer === undefined ? noContent() : json(answer, status);
}

function explain(error: unknown, operation: Operation, services: Services): Response {
  if (error instanceof SignInNeeded) {
    return problem(401, `${name(operation)}: sign in, or send a token as "Authorization: Bearer"`);
  }
  if (isRefusal(error)) return refuse(error);
  if (isStoreQueryError(error)) return problem(400, error.message);
  services.log.error({ operation: name(operation), err: error }, 'api request failed');
  return problem(500, `${name(operation)}: the server failed; its log says why`);
}

function name(operation: Operation): string {
  return `${operation.method} ${operation.path}`;
}
