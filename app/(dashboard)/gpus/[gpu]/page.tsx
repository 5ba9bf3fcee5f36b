import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readGpu } from '#lib/fleet/read-gpu.ts';
import { getServices } from '#lib/services.ts';
import { EventPanel } from '#components/events/event-panel.tsx';
import { GpuEvents } from '#components/events/gpu-events.tsx';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { causeCharts } from '#components/gpu/cause-charts.ts';
import { GpuAxis } from '#components/gpu/gpu-axis.tsx';
import { GpuHeader } from '#components/gpu/gpu-header.tsx';
import { gpuLabel, hostHref, shortGpu } from '#components/gpu/gpu-name.ts';
import { ProcessPanel } from '#components/gpu/process-panel.tsx';
import { resourceCharts } from '#components/gpu/resource-charts.ts';
import { trainingCharts } from '#components/gpu/training-charts.ts';
import { UnreportedPanel } from '#components/gpu/unreported-panel.tsx';
import { KeepFresh } from '#components/live/keep-fresh.tsx';

interface GpuPageProps {
  readonly params: Promise<{ readonly gpu: string }>;
}

const timeoutMs = 10_000;

export async function generateMetadata({ params }: GpuPageProps): Promise<Metadata> {
  return { title: shortGpu(decodeURIComponent((await params).gpu)) };
}

export default async function GpuPage({ params }: GpuPageProps) {
  const gpu = decodeURIComponent((await params).gpu);
  const services = getServices();
  const nowMs = Date.now();
  const report = await readGpu(services, gpu, nowMs, AbortSignal.timeout(timeoutMs));
  if (!report) notFound();
  const { summary, values, events } = report;
  const place = services.places.placeOf(summary.host);
  const causes = [...causeCharts(gpu, values), ...trainingCharts(gpu, report.training)];
  const resources = resourceCharts(gpu, values);
  return (
    <GpuEvents match={{ gpu: [gpu] }} initial={events} completeSinceMs={report.eventsSinceMs}>
      <Crumbs
        trail={[
          ...(place
            ? [
                { label: place.site },
                { label: place.row },
                { label: place.rack, href: `/racks/${place.rackId}` },
              ]
            : [{ label: 'GPUs', href: '/gpus' }]),
          { label: summary.host, href: hostHref(summary.host) },
          { label: gpuLabel(summary) },
        ]}
      />
      <KeepFresh everySeconds={30} />
      <div className="grid grid-cols-12 gap-4">
        <GpuHeader
          gpu={summary}
          level={report.level}
          sentence={report.sentence}
          info={report.info}
          instances={report.instances}
        />
        <div className="col-span-12 flex min-w-0 flex-col gap-4 xl:col-span-8">
          {causes.length > 0 && (
            <GpuAxis
              title="From heat to work"
              note="on one axis, in the order of cause"
              charts={causes}
              focusMarks
            />
          )}
          {resources.length > 0 && <GpuAxis title="Memory, links and errors" charts={resources} />}
        </div>
        <div className="col-span-12 flex min-w-0 flex-col gap-4 xl:sticky xl:top-16 xl:col-span-4 xl:self-start">
          <EventPanel most={100} />
          <ProcessPanel
            rows={report.processes}
            contexts={values['process_count'] ?? null}
            isLost={summary.health.state === 'lost'}
          />
          <UnreportedPanel values={values} />
        </div>
      </div>
    </GpuEvents>
  );
}
