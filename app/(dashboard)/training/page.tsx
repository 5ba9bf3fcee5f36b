import type { Metadata } from 'next';
import { hasRole } from '#lib/model/identity.ts';
import { listRuns } from '#lib/runs/list-runs.ts';
import { getServices } from '#lib/services.ts';
import { TrainingBoard } from '#components/training/training-board.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Training' };

const shownRuns = 200;

export default async function TrainingPage() {
  const { database, agents } = getServices();
  const principal = await currentPrincipal();
  const { items } = await listRuns(database, { limit: shownRuns });
  return (
    <TrainingBoard
      initial={items}
      offers={agents.list().map(({ host, hello }) => ({ host, ...hello.training }))}
      mayOperate={hasRole(principal, 'operator')}
    />
  );
}
