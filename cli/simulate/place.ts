import { z } from 'zod';
import { placementInputSchema, rackSchema, siteSchema } from '#lib/model/place.ts';
import { entry } from '#simulation/columns.ts';
import type { HallPlan } from '#simulation/plan/hall-plan.ts';
import { hostPeakWatts } from '#simulation/air/cooling-plan.ts';

export interface PlaceOptions {
  readonly server: string;
  /** Of an operator or administrator. */
  readonly token: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const answerWithinMs = 30_000;
const perPage = 1_000;
const pricePerKwh = 0.18;

/**
 * Puts the site, its racks and its hosts into the server's inventory over its API. What is there
 * already stays as it is, so a second time changes nothing.
 *
 * @throws Error with the server's own sentence when it refuses
 */
export async function placeHall(plan: HallPlan, options: PlaceOptions): Promise<void> {
  const site = await findOrMakeSite(plan, options);
  const ids = await makeRacks(plan, site.id, options);
  await placeHosts(plan, ids, options);
  options.say(`${plan.racks.length} racks and ${plan.hosts.length} hosts stand in the inventory`);
}

/** @returns id of each rack by name */
async function makeRacks(
  plan: HallPlan,
  siteId: string,
  options: PlaceOptions,
): Promise<ReadonlyMap<string, string>> {
  const known = await listAll(options, `/racks?siteId=${siteId}`, rackSchema);
  const ids = new Map(known.map(({ name, id }) => [name, id]));
  for (const { name, row, hosts } of plan.racks) {
    if (ids.has(name)) continue;
    const watts = hosts.length * hostPeakWatts(plan.size.gpusPerHost);
    const made = await ask(options, 'POST', '/racks', rackSchema, {
      ...{ siteId, room: plan.room, row: entry(plan.rows, row).name, name },
      powerBudgetWatts: Math.ceil(watts / 1_000) * 1_000,
    });
    ids.set(made.name, made.id);
  }
  return ids;
}

async function placeHosts(
  plan: HallPlan,
  ids: ReadonlyMap<string, string>,
  options: PlaceOptions,
): Promise<void> {
  const placed = await listAll(options, '/placements', placementInputSchema);
  const standing = new Set(placed.flatMap(({ host, rackId }) => (rackId === null ? [] : [host])));
  for (const [index, { name, rack, positionU, heightU }] of plan.hosts.entries()) {
    if (standing.has(name)) continue;
    const rackId = ids.get(entry(plan.racks, rack).name) ?? null;
    const place = { host: name, rackId, positionU, heightU };
    await ask(options, 'PUT', '/placements', placementInputSchema, place);
    if (index % 50 === 49) options.say(`placed ${index + 1} of ${plan.hosts.length} hosts`);
  }
}

async function findOrMakeSite({ site: name }: HallPlan, options: PlaceOptions) {
  const sites = await listAll(options, '/sites', siteSchema);
  return (
    sites.find((site) => site.name === name) ??
    (await ask(options, 'POST', '/sites', siteSchema, { name, energyPricePerKwh: pricePerKwh }))
  );
}

async function listAll<Item extends z.ZodType>(
  options: PlaceOptions,
  path: string,
  item: Item,
): Promise<z.output<Item>[]> {
  const page = z.object({ items: z.array(item), next: z.string().nullable() });
  const items: z.output<Item>[] = [];
  let after = '';
  for (;;) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${perPage}${after}`;
    const answer = await ask(options, 'GET', path + query, page);
    items.push(...answer.items);
    if (answer.next === null) return items;
    after = `&after=${encodeURIComponent(answer.next)}`;
  }
}

async function ask<Schema extends z.ZodType>(
  { server, token, signal }: PlaceOptions,
  method: string,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const response = await fetch(`${server.replace(/\/+$/, '')}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
  }).catch((cause: unknown) => {
    throw new Error(`place hall: ${server} did not answer`, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return schema.parse(answer);
  const refusal = z.object({ error: z.string() }).safeParse(answer);
  const fact = refusal.success ? refusal.data.error : `status ${response.status}`;
  throw new Error(`place hall: ${method} ${path}: ${fact}`);
}
