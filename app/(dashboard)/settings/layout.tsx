import type { ReactNode } from 'react';
import { hasRole } from '#lib/model/identity.ts';
import { Sections } from '#components/settings/sections.tsx';
import { currentPrincipal } from '../current-principal.ts';

const forEverybody = [
  { href: '/settings', label: 'Agents' },
  { href: '/settings/devices', label: 'Devices' },
  { href: '/settings/store', label: 'Store' },
  { href: '/settings/account', label: 'Account' },
];
const forAdministrators = [
  { href: '/settings/tokens', label: 'Tokens' },
  { href: '/settings/users', label: 'Users' },
  { href: '/settings/audit', label: 'Audit log' },
];

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const isAdministrator = hasRole(await currentPrincipal(), 'admin');
  const sections = isAdministrator ? [...forEverybody, ...forAdministrators] : forEverybody;
  return (
    <>
      <Sections label="Settings" sections={sections} />
      {children}
    </>
  );
}
