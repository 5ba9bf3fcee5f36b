import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { hasRole } from '#lib/model/identity.ts';
import { isRefusal } from '#lib/model/refusal.ts';
import type { Run } from '#lib/model/run.ts';
import { getRun } from '#lib/runs/get-run.ts';
import { getServices } from '#lib/services.ts';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { RunPage } from '#components/training/run-page.tsx';
import { currentPrincipal } from '../../current-principal.ts';

export const metadata: Metadata = { title: 'Training run' };

interface RunRouteProps {
  readonly params: Promise<{ readonly run: string }>;
}

export default async function TrainingRunPage({ params }: RunRouteProps) {
  const run = await findRun((await params).run);
  const principal = await currentPrincipal();
  return (
    <>
      <Crumbs
        trail={[
          { label: 'Training', href: '/training' },
          { label: `${run.workload} on ${run.host}` },
        ]}
      />
      <RunPage initial={run} mayOperate={hasRole(principal, 'operator')} />
    </>
  );
}

async function findRun(id: string): Promise<Run> {
  try {
    return await getRun(getServices().database, id);
  } catch (error) {
    if (isRefusal(error)) notFound();
    throw error;
  }
}
