import type { Metadata } from 'next';
import { listAgents } from '#lib/agents/list-agents.ts';
import { getServices } from '#lib/services.ts';
import { AgentTable } from '#components/settings/agent-table.tsx';
import { Refresh } from '#components/settings/refresh.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Agents' };

export default function AgentsPage() {
  return (
    <Panel title="Agents" note="What every host's agent says of itself" flush>
      <Refresh seconds={5} />
      <AgentTable rows={listAgents(getServices())} />
    </Panel>
  );
}
