import type { Cluster } from '#lib/cluster/cluster.ts';
import type { Notices } from '#lib/cluster/notices.ts';
import { shareAgents, type LocalAgents, type SharedAgents } from '#lib/cluster/share-agents.ts';
import type { ProbeDesk } from '#lib/devices/probe-desk.ts';
import type { Sweep } from '#lib/devices/sweep.ts';
import type { AgentPresence } from '#lib/live/control-socket.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Log } from '#lib/services.ts';
import type { DeviceMessage } from '#lib/wire/control.ts';

/** What the control channels of several servers have to do with each other. */
export interface SharedControl {
  readonly agents: SharedAgents;
  /** The server that waits for it may be another. */
  deviceMessage(host: string, message: DeviceMessage): void;
  readonly sweepStarted: (sweep: Sweep) => void;
  /** Has the server at which a host's agent is connected tell it its devices. */
  assign(host: string): void;
  /** One server says of agents that are nowhere that they are away, while it can hear the others. */
  judgesAbsence(): boolean;
}

export interface SharedControlOptions {
  readonly cluster: Cluster;
  readonly notices: Notices;
  readonly local: () => LocalAgents;
  readonly hub: LiveHub;
  readonly probes: () => ProbeDesk;
  readonly log: Log;
}

export function createSharedControl(options: SharedControlOptions): SharedControl {
  const { cluster, notices, hub, probes, log } = options;
  const { bus, members, leadership } = cluster;
  const onPresence = (presence: AgentPresence, from: 'server' | 'lost-server'): void => {
    if (!presence.isConnected) probes().agentLeft(presence.host);
    // A server announces its own agents; of one that was lost the leader says it.
    if (from === 'lost-server' && leadership.isLeading) hub.announce('agents', presence);
  };
  return {
    agents: shareAgents({ bus, members, local: options.local, onPresence, log }),
    deviceMessage: (host, message) => notices.send({ kind: 'device-message', host, message }),
    sweepStarted: ({ ranges, ports, found, ...sweep }) =>
      notices.send({
        kind: 'sweep',
        sweep: { ...sweep, ranges: [...ranges], ports: [...ports], found: [...found] },
      }),
    assign: (host) => notices.send({ kind: 'assignments', host }),
    judgesAbsence: () => leadership.isLeading && bus.isConnected,
  };
}
