import type { ReactNode } from 'react';
import { headers } from 'next/headers';
import { readPrincipal } from '#lib/auth/principal-header.ts';
import type { Principal } from '#lib/model/identity.ts';
import { getServices } from '#lib/services.ts';
import { AlertCounts, type AlertTally } from '#components/frame/alert-counts.tsx';
import { BottomBar } from '#components/frame/bottom-bar.tsx';
import { CrumbProvider } from '#components/frame/crumbs.tsx';
import { LiveDot } from '#components/frame/live-dot.tsx';
import { Rail } from '#components/frame/rail.tsx';
import { RefreshOnAlerts } from '#components/frame/refresh-on-alerts.tsx';
import { ShortcutProvider } from '#components/frame/shortcuts.tsx';
import { Telemetry } from '#components/frame/telemetry.tsx';
import { TopBar } from '#components/frame/top-bar.tsx';
import { LiveProvider } from '#components/live/live-provider.tsx';
import { ToastProvider } from '#components/ui/toast.tsx';

/** The frame of every page: rail, top bar, and room for a page between them. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const principal = readPrincipal(await headers());
  return (
    <LiveProvider>
      <ToastProvider>
        <ShortcutProvider>
          <CrumbProvider>
            <a
              href="#main"
              className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
            >
              Skip to the page
            </a>
            <Rail />
            <div className="flex min-h-dvh flex-col pb-14 md:pb-0 md:pl-14 wide:pl-44">
              <TopBar
                user={describe(principal)}
                alerts={<AlertCounts tally={tally()} />}
                live={<LiveDot />}
              />
              <main id="main" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none">
                {children}
              </main>
            </div>
            <BottomBar />
            <RefreshOnAlerts />
            <Telemetry />
          </CrumbProvider>
        </ShortcutProvider>
      </ToastProvider>
    </LiveProvider>
  );
}

function describe(principal: Principal | null): { name: string; role: string } {
  if (principal === null) return { name: 'Nobody', role: '' };
  return {
    name: principal.name,
    role: principal.kind === 'user' ? principal.role : principal.scopes.join(', '),
  };
}

function tally(): AlertTally {
  const firing = getServices()
    .alerts.active()
    .filter((alert) => alert.state.kind === 'firing');
  const count = (severity: string): number =>
    firing.filter((alert) => alert.rule.severity === severity).length;
  return { critical: count('critical'), warning: count('warning') };
}
