import { ErrorStatus } from 'net-snmp';
import type { Oid, SnmpValue } from '../client.ts';
import type { DeviceLink } from './device-link.ts';
import { readValue } from './value.ts';

/** Small cards drop larger requests without a word. */
const objectsPerRequest = 16;

type Found = Map<Oid, SnmpValue>;

/**
 * Reads single objects. One that a device cannot give fails the whole request in version 1, and in
 * version 2c of some devices: it is left out and the others are asked for again.
 */
export async function readScalars(
  link: DeviceLink,
  oids: readonly Oid[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Oid, SnmpValue>> {
  const found: Found = new Map();
  const refusals: string[] = [];
  const waiting = inParts([...new Set(oids)], objectsPerRequest);
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const [objects, perRequest] = [part, Math.ceil(part.length / 2)];
    const reply = await link.exchange(() => ({ kind: 'get', oids: objects }), signal);
    if (reply.kind === 'values') {
      keep(found, objects, reply.lists.flat());
      continue;
    }
    const rest = objects.filter((oid) => oid !== reply.oid);
    const isNamed = rest.length < objects.length || objects.length === 1;
    if (reply.status !== ErrorStatus.TooBig && isNamed) {
      if (reply.status !== ErrorStatus.NoSuchName) refusals.push(reply.name);
      if (objects.length > 1) waiting.unshift(rest);
    } else if (objects.length > 1) {
      waiting.unshift(...inParts(objects, perRequest));
    } else {
      refusals.push(reply.name);
    }
  }
  const [refusal] = refusals;
  if (found.size === 0 && refusal !== undefined) {
    throw link.error('refused', `refuses to read ${oids.join(', ')} (${refusal})`);
  }
  return found;
}

function keep(
  found: Found,
  asked: readonly Oid[],
  varbinds: readonly Parameters<typeof readValue>[0][],
): void {
  const wanted = new Set(asked);
  for (const varbind of varbinds) {
    const value = readValue(varbind);
    if (value !== undefined && wanted.has(varbind.oid)) found.set(varbind.oid, value);
  }
}

function inParts(oids: readonly Oid[], size: number): Oid[][] {
  const parts: Oid[][] = [];
  for (let at = 0; at < oids.length; at += size) parts.push(oids.slice(at, at + size));
  return parts;
}
