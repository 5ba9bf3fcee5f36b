import type { Metadata } from 'next';
import { OwnPassword } from '#components/settings/own-password.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../../current-principal.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const principal = await currentPrincipal();
  if (principal.kind === 'token') {
    return <Panel title={principal.name}>A token has no password.</Panel>;
  }
  return (
    <Panel title={principal.name} note={principal.role}>
      <OwnPassword />
    </Panel>
  );
}
