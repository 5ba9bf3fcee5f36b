import type { Metadata } from 'next';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default function OverviewPage() {
  return <Panel title="Overview" />;
}
