import type { AgentMessage, Command } from '#lib/wire/control.ts';
import type { AgentDirectory, ConnectedAgent } from './agent-directory.ts';

type Hello = Extract<AgentMessage, { type: 'hello' }>;

/** An open control channel; `agent` is set by its first hello. */
export interface Channel {
  readonly tokenId: string;
  readonly openedAtMs: number;
  agent: ConnectedAgent | null;
  /** Its token is that host's own. */
  isOwn: boolean;
  /** False when it is no longer open. */
  send(command: Command): boolean;
}

/**
 * Which channel speaks for which host. A channel is bound to the host of its first hello and
 * speaks for no other. Where a host has a channel already, the newer one takes its place if both
 * were opened with the same token (an agent that was started anew); one with another token is
 * turned away, so a token cannot take over a host that is connected with another, unless it is the
 * host's own: a host has no two. Secrets go over a channel only whose token is the host's own.
 */
export class AgentChannels<C extends Channel> implements AgentDirectory {
  readonly #byHost = new Map<string, C>();
  readonly #tokenElsewhere: (host: string) => string | null;

  /** @param tokenElsewhere token of a host's channel that ends at another server */
  constructor(tokenElsewhere: (host: string) => string | null = () => null) {
    this.#tokenElsewhere = tokenElsewhere;
  }

  /** @returns the channel whose place it took, if any, or why it is turned away */
  bind(channel: C, hello: Hello): { replaced: C | null } | { refused: string } {
    const { host } = hello;
    const open = this.#byHost.get(host);
    const otherToken = open?.tokenId ?? this.#tokenElsewhere(host) ?? channel.tokenId;
    if (channel.agent && channel.agent.host !== host) {
      return { refused: 'this channel already speaks for another host' };
    }
    if (otherToken !== channel.tokenId && !channel.isOwn) {
      return { refused: 'this host is connected with another token' };
    }
    channel.agent = { host, connectedAtMs: channel.openedAtMs, hello };
    this.#byHost.set(host, channel);
    return { replaced: open === channel ? null : (open ?? null) };
  }

  /** True when the host has no channel any more. */
  forget(channel: C): boolean {
    const host = channel.agent?.host;
    if (host === undefined || this.#byHost.get(host) !== channel) return false;
    return this.#byHost.delete(host);
  }

  list(): readonly ConnectedAgent[] {
    return Array.from(this.#byHost.values(), ({ agent }) => agent).filter((one) => one !== null);
  }

  isHere(host: string): boolean {
    return this.#byHost.has(host);
  }

  channelOf(host: string): C | null {
    return this.#byHost.get(host) ?? null;
  }

  send(host: string, command: Command): Promise<boolean> {
    const channel = this.#byHost.get(host);
    if (!channel || (!channel.isOwn && holdsSecrets(command))) return Promise.resolve(false);
    return Promise.resolve(channel.send(command));
  }
}

/** What is not known to hold none is taken to hold some. */
function holdsSecrets({ type }: Command): boolean {
  switch (type) {
    case 'run-start':
    case 'run-stop':
    case 'snmp-cancel':
      return false;
    case 'snmp-targets':
    case 'snmp-test':
    case 'snmp-sweep':
      return true;
  }
}
