import type { ConnectedAgent } from '#lib/live/agent-directory.ts';
import type { AgentPresence } from '#lib/live/control-socket.ts';
import type { Log } from '#lib/services.ts';

export interface RemoteAgent extends ConnectedAgent {
  readonly tokenId: string;
}

interface Page {
  readonly revision: number;
  readonly agents: readonly RemoteAgent[];
  /** Ask for what comes after this host; null at the end. */
  readonly next: string | null;
}

export interface RemoteAgentsOptions {
  readonly readPage: (server: string, after: string) => Promise<Page>;
  readonly onPresence: (presence: AgentPresence, from: 'server' | 'lost-server') => void;
  readonly log: Log;
}

interface Server {
  revision: number;
  agents: Map<string, RemoteAgent>;
  isReading: boolean;
}

/** What each other server has said of its agents. A change that was missed shows in its number. */
export class RemoteAgents {
  readonly #options: RemoteAgentsOptions;
  readonly #servers = new Map<string, Server>();

  constructor(options: RemoteAgentsOptions) {
    this.#options = options;
  }

  list(): RemoteAgent[] {
    return [...this.#servers.values()].flatMap(({ agents }) => [...agents.values()]);
  }

  /** The newest channel of a host, and where it ends. */
  find(host: string): (RemoteAgent & { readonly server: string }) | null {
    let newest: (RemoteAgent & { readonly server: string }) | null = null;
    for (const [server, { agents }] of this.#servers) {
      const agent = agents.get(host);
      if (agent && agent.connectedAtMs >= (newest?.connectedAtMs ?? 0)) {
        newest = { ...agent, server };
      }
    }
    return newest;
  }

  change(
    id: string,
    change: {
      readonly revision: number;
      readonly host: string;
      readonly agent: RemoteAgent | null;
    },
  ): void {
    const server = this.#serverOf(id);
    if (change.revision !== server.revision + 1) {
      void this.#readAll(id, server);
      return;
    }
    server.revision = change.revision;
    this.#put(server, change.host, change.agent, 'server');
  }

  /** Reads everything again where the other side has changed more than we have heard. */
  compare(id: string, revision: number): void {
    const server = this.#serverOf(id);
    if (server.revision !== revision) void this.#readAll(id, server);
  }

  /** Its agents are not connected any more, as far as anybody knows. */
  forget(id: string): void {
    const server = this.#servers.get(id);
    this.#servers.delete(id);
    for (const host of server?.agents.keys() ?? []) this.#tellGone(host, 'lost-server');
  }

  #serverOf(id: string): Server {
    const known = this.#servers.get(id);
    if (known) return known;
    const server: Server = { revision: 0, agents: new Map(), isReading: false };
    this.#servers.set(id, server);
    return server;
  }

  #put(
    server: Server,
    host: string,
    agent: RemoteAgent | null,
    from: 'server' | 'lost-server',
  ): void {
    if (agent) {
      server.agents.set(host, agent);
      this.#options.onPresence({ kind: 'agent', host, isConnected: true }, from);
    } else if (server.agents.delete(host)) {
      this.#tellGone(host, from);
    }
  }

  #tellGone(host: string, from: 'server' | 'lost-server'): void {
    if (this.find(host) !== null) return;
    this.#options.onPresence({ kind: 'agent', host, isConnected: false }, from);
  }

  async #readAll(id: string, server: Server): Promise<void> {
    if (server.isReading) return;
    server.isReading = true;
    try {
      const read = new Map<string, RemoteAgent>();
      let page = await this.#options.readPage(id, '');
      // Of the first page: what changes while we read is read again at the next beat.
      const { revision } = page;
      for (;;) {
        for (const agent of page.agents) read.set(agent.host, agent);
        if (page.next === null) break;
        page = await this.#options.readPage(id, page.next);
      }
      const left = [...server.agents.keys()].filter((host) => !read.has(host));
      server.revision = revision;
      for (const host of left) this.#put(server, host, null, 'server');
      for (const [host, agent] of read) {
        if (server.agents.get(host)?.connectedAtMs === agent.connectedAtMs) {
          server.agents.set(host, agent);
        } else {
          this.#put(server, host, agent, 'server');
        }
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the agents of another server are not known yet');
    } finally {
      server.isReading = false;
    }
  }
}
