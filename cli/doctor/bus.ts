import { setTimeout } from 'node:timers/promises';
import { openNatsBus } from '#lib/bus/nats-bus.ts';
import { createSealer } from '#lib/bus/seal.ts';
import { sealBus } from '#lib/bus/sealed-bus.ts';
import { createMembers, type Members } from '#lib/cluster/members.ts';
import { withoutCredentials, type BusConfig } from '#lib/config/bus-config.ts';
import { ConfigError } from '#lib/config/config.ts';
import { secretKeyOf } from '#lib/devices/secret-key.ts';
import { absent, broken, fine, type Check, type Finding } from './finding.ts';

const connectMs = 3_000;
/** Every server says that it is there every two seconds. */
const listenMs = 2_500;
const lookMs = 50;

export const checkBus: Check = async ({ bus, secretKey }) => {
  if (bus === null || secretKey === null) {
    return [absent('NATS_URL is not set: this is the only server.')];
  }
  try {
    return [await listenForServers(bus, secretKey)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [broken(`NATS cannot be used: ${error.message}.`)];
  }
};

/** Joins as nobody: it listens for servers that have the same key and says nothing. */
export async function listenForServers(config: BusConfig, secretKey: string): Promise<Finding> {
  const where = `NATS at ${withoutCredentials(config.addresses)}`;
  let problem = 'no answer in time';
  let strangers = 0;
  const ignore = () => undefined;
  const bus = openNatsBus(config, {
    info: ignore,
    warn: ignore,
    error: ({ reason }) => (problem = String(reason)),
  });
  const counts = { sent: ignore, received: ignore, refused: () => (strangers += 1) };
  const sealed = sealBus(bus, createSealer(secretKeyOf(secretKey).bytes, Date.now), counts);
  try {
    if (!(await within(connectMs, () => bus.isConnected))) {
      return broken(`${where} cannot be used: ${problem}.`);
    }
    const quiet = { ...sealed, publish: ignore };
    const members = createMembers({ bus: quiet, selfId: 'doctor', self: nobody, clock: Date.now });
    await setTimeout(listenMs);
    if (strangers > 0) {
      return broken(`${where} carries servers with another ISOTHERM_SECRET_KEY.`);
    }
    return fine(`${where} answers; ${describe(members)}.`);
  } finally {
    await bus.close();
  }
}

function nobody() {
  const agents = { count: 0, revision: 0 };
  return { name: '', version: '', startedAtMs: 0, term: null, topics: {}, agents };
}

function describe(members: Members): string {
  const names = members
    .list()
    .filter(({ isSelf }) => !isSelf)
    .map(({ name }) => name);
  if (names.length === 0) return 'no server is on it now';
  const leader = members.leader()?.name;
  return `on it ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}; ${leader ?? 'nobody'} leads`;
}

async function within(ms: number, isTrue: () => boolean): Promise<boolean> {
  const givenUpMs = performance.now() + ms;
  while (!isTrue() && performance.now() < givenUpMs) await setTimeout(lookMs);
  return isTrue();
}
