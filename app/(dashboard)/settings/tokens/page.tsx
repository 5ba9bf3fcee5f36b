import type { Metadata } from 'next';
import { listTokens } from '#lib/auth/tokens/list-tokens.ts';
import { getServices } from '#lib/services.ts';
import { NewTokenButton } from '#components/settings/new-token.tsx';
import { TokenTable } from '#components/settings/token-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../../current-principal.ts';
import { requireAdministrator } from '../require-administrator.ts';

export const metadata: Metadata = { title: 'Tokens' };

export default async function TokensPage() {
  const principal = requireAdministrator(await currentPrincipal());
  const { items } = await listTokens(getServices(), principal, { limit: 1000 });
  return (
    <Panel title="Tokens" note="For agents and scripts" actions={<NewTokenButton />} flush>
      <TokenTable tokens={items} />
    </Panel>
  );
}
