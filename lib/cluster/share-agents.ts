import { z } from 'zod';
import type { Bus } from '#lib/bus/bus.ts';
import { decodeJson, encodeJson } from '#lib/bus/json-message.ts';
import type { AgentDirectory, ConnectedAgent } from '#lib/live/agent-directory.ts';
import type { AgentPresence } from '#lib/live/control-socket.ts';
import type { Log } from '#lib/services.ts';
import { commandSchema, helloSchema } from '#lib/wire/control.ts';
import type { Members } from './members.ts';
import { RemoteAgents, type RemoteAgent } from './remote-agents.ts';

export interface SharedAgentsOptions {
  readonly bus: Bus;
  readonly members: Pick<Members, 'selfId' | 'onBeat' | 'onGone'>;
  /** The channels that end here. */
  readonly local: () => LocalAgents;
  /** An agent came or left at another server, or was lost with it. */
  readonly onPresence: (presence: AgentPresence, from: 'server' | 'lost-server') => void;
  readonly log: Log;
}

export interface LocalAgents {
  readonly agents: AgentDirectory;
  agentOf(host: string): RemoteAgent | null;
  giveUp(host: string): void;
}

/** Agents of all servers; a command goes to the server at which its agent's channel ends. */
export interface SharedAgents extends AgentDirectory {
  /** Agents connected here and how often they have changed, for the others to compare. */
  counts(): { readonly count: number; readonly revision: number };
  /** Tells the others that an agent came, changed or left. */
  localChanged(presence: AgentPresence): void;
  isElsewhere(host: string): boolean;
  tokenElsewhere(host: string): string | null;
}

const agentSchema = z.object({
  host: z.string().min(1).max(255),
  connectedAtMs: z.number(),
  tokenId: z.string().max(255),
  hello: helloSchema,
});
const changeSchema = z.object({
  server: z.string().min(1).max(64),
  revision: z.number().int(),
  host: z.string().min(1).max(255),
  /** Null when it left. */
  agent: agentSchema.nullable(),
});
const pageSchema = z.object({
  revision: z.number().int(),
  agents: z.array(agentSchema).max(1000),
  next: z.string().nullable(),
});
const askPageSchema = z.object({ after: z.string() });
const sentSchema = z.object({ isSent: z.boolean() });
const commandForHostSchema = z.object({ host: z.string().max(255), command: commandSchema });

const changeSubject = 'agents';
const listSubject = (id: string) => `agents.list.${id}`;
const commandSubject = (id: string) => `command.${id}`;
const answerMs = 3_000;
const pageSize = 50;

export function shareAgents(options: SharedAgentsOptions): SharedAgents {
  const { bus, members, local, log } = options;
  let revision = 0;
  const remote = new RemoteAgents({
    readPage: async (server, after) =>
      decodeJson(
        pageSchema,
        await bus.request(listSubject(server), encodeJson({ after }), answerMs),
      ),
    onPresence: (presence, from) => {
      if (presence.isConnected) giveUpOlder(presence.host);
      if (presence.isConnected || !local().agents.isHere(presence.host)) {
        options.onPresence(presence, from);
      }
    },
    log,
  });

  /** A machine that has moved leaves its old channel open where nobody closes it. */
  const giveUpOlder = (host: string): void => {
    const here = local().agentOf(host);
    const there = remote.find(host);
    if (here && there && there.connectedAtMs > here.connectedAtMs) local().giveUp(host);
  };

  bus.subscribe(changeSubject, (data) => {
    const { server, ...change } = decodeJson(changeSchema, data);
    remote.change(server, change);
  });
  serveOthers(options, () => revision);
  members.onBeat(({ id, agents }) => remote.compare(id, agents.revision));
  members.onGone((id) => remote.forget(id));

  return {
    counts: () => ({ count: local().agents.list().length, revision }),
    localChanged({ host }) {
      revision += 1;
      const agent = local().agentOf(host);
      bus.publish(changeSubject, encodeJson({ server: members.selfId, revision, host, agent }));
    },
    isElsewhere: (host) => remote.find(host) !== null,
    tokenElsewhere: (host) => remote.find(host)?.tokenId ?? null,
    list: () => merge(local().agents.list(), remote.list()),
    isHere: (host) => local().agents.isHere(host),
    send(host, command) {
      if (local().agents.isHere(host)) return local().agents.send(host, command);
      const there = remote.find(host);
      return there ? sendOver(options, there.server, { host, command }) : Promise.resolve(false);
    },
  };
}

/** Answers other servers about the agents that are connected here. */
function serveOthers({ bus, members, local }: SharedAgentsOptions, revision: () => number): void {
  bus.serve(listSubject(members.selfId), (data) => {
    const { after } = decodeJson(askPageSchema, data);
    const known = local().agents.list();
    const hosts = known.map(({ host }) => host).filter((host) => host > after);
    const page = hosts.sort().slice(0, pageSize);
    const agents = page.map((host) => local().agentOf(host)).filter((one) => one !== null);
    const next = hosts.length > pageSize ? (page.at(-1) ?? null) : null;
    return Promise.resolve(encodeJson({ revision: revision(), agents, next }));
  });
  bus.serve(commandSubject(members.selfId), async (data) => {
    const { host, command } = decodeJson(commandForHostSchema, data);
    const isSent = local().agents.isHere(host) && (await local().agents.send(host, command));
    return encodeJson({ isSent });
  });
}

async function sendOver(
  { bus, log }: SharedAgentsOptions,
  server: string,
  forHost: z.output<typeof commandForHostSchema>,
): Promise<boolean> {
  try {
    const answer = await bus.request(commandSubject(server), encodeJson(forHost), answerMs);
    return decodeJson(sentSchema, answer).isSent;
  } catch (error) {
    log.warn({ err: error, host: forHost.host }, 'the server of an agent does not answer');
    return false;
  }
}

/** The newer channel counts where a host seems to have two. */
function merge(
  here: readonly ConnectedAgent[],
  there: readonly ConnectedAgent[],
): readonly ConnectedAgent[] {
  if (there.length === 0) return here;
  const byHost = new Map<string, ConnectedAgent>();
  for (const agent of [...here, ...there]) {
    const other = byHost.get(agent.host);
    if (!other || agent.connectedAtMs > other.connectedAtMs) byHost.set(agent.host, agent);
  }
  return [...byHost.values()];
}
