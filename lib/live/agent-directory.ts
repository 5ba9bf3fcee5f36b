import type { AgentMessage, Command } from '#lib/wire/control.ts';

export interface ConnectedAgent {
  readonly host: string;
  readonly connectedAtMs: number;
  readonly hello: Extract<AgentMessage, { type: 'hello' }>;
}

/** Agents whose control channel is open now. */
export interface AgentDirectory {
  list(): readonly ConnectedAgent[];
  /** False when that host has no open channel. */
  send(host: string, command: Command): boolean;
}
