import type { AgentMessage, Command } from '#lib/wire/control.ts';

export interface ConnectedAgent {
  readonly host: string;
  readonly connectedAtMs: number;
  readonly hello: Extract<AgentMessage, { type: 'hello' }>;
}

/** Agents whose control channel is open now, here or on another server. */
export interface AgentDirectory {
  list(): readonly ConnectedAgent[];
  /** Whether its channel ends at this server. */
  isHere(host: string): boolean;
  /** False when that host has no open channel, or its server does not answer. */
  send(host: string, command: Command): Promise<boolean>;
}
