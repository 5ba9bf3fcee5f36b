import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { describeDevice } from '#lib/devices/describe-device.ts';
import { readDevice } from '#lib/devices/read-device.ts';
import type { DeviceReport } from '#lib/model/device-report.ts';
import { getServices } from '#lib/services.ts';
import { DeviceEvents } from '#components/device/device-events.tsx';
import { DeviceFeed } from '#components/device/device-feed.tsx';
import { DeviceHeader } from '#components/device/device-header.tsx';
import { PollPanel } from '#components/device/poll-panel.tsx';
import { PortAxis } from '#components/device/port-axis.tsx';
import { PortTable } from '#components/device/port-table.tsx';
import { RefreshOnChange } from '#components/device/refresh-on-change.tsx';
import { SensorPanel } from '#components/device/sensor-panel.tsx';
import { mostChips } from '#components/device/state-chips.tsx';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { freshFor } from '#components/series/fresh-for.ts';
import { Refresh } from '#components/settings/refresh.tsx';
import { Panel } from '#components/ui/panel.tsx';

interface DevicePageProps {
  readonly params: Promise<{ readonly device: string }>;
  readonly searchParams: Promise<{ readonly port?: string | string[] }>;
}

const timeoutMs = 10_000;

export async function generateMetadata({ params }: DevicePageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).device) };
}

export default async function DevicePage({ params, searchParams }: DevicePageProps) {
  const name = decodeURIComponent((await params).device);
  const { port } = await searchParams;
  const services = getServices();
  const nowMs = Date.now();
  const report = await readDevice(services, name, nowMs, AbortSignal.timeout(timeoutMs));
  if (!report) notFound();
  const { summary } = report;
  const freshMs = freshFor(summary.config?.intervalSeconds ?? usualInterval(report));
  return (
    <DeviceEvents devices={[name]} initial={report.events} completeSinceMs={report.eventsSinceMs}>
      <Crumbs
        trail={[
          { label: 'Devices', href: '/devices' },
          ...(summary.rack
            ? [{ label: summary.rack.name, href: `/racks/${summary.rack.id}` }]
            : []),
          { label: name },
        ]}
      />
      <RefreshOnChange device={name} />
      <Newcomers report={report} />
      <Refresh seconds={30} />
      <div className="flex flex-col gap-4">
        <DeviceHeader report={report} sentence={describeDevice(report, nowMs)} />
        <Interfaces
          report={report}
          port={typeof port === 'string' ? port : null}
          freshMs={freshMs}
        />
        <div className="grid grid-cols-12 gap-4">
          <div className="col-span-12 flex min-w-0 flex-col gap-4 xl:col-span-8">
            <Sensors report={report} freshMs={freshMs} nowMs={nowMs} />
          </div>
          <div className="col-span-12 flex min-w-0 flex-col gap-4 xl:sticky xl:top-16 xl:col-span-4 xl:self-start">
            <DeviceFeed most={100} />
            <PollPanel device={name} poll={summary.poll} freshMs={freshMs} />
          </div>
        </div>
      </div>
    </DeviceEvents>
  );
}

/** What a device tells for the first time is drawn at once: it may have been added a second ago. */
function Newcomers({ report: { summary, sensors, interfaces } }: { report: DeviceReport }) {
  const match = { device: [summary.name] };
  const told = sensors.flatMap(({ kinds }) => kinds.flatMap((kind) => kind.sensors));
  const polls = summary.poll.timeMs === null ? 0 : 1;
  return (
    <>
      <RefreshOnNewcomers measurement="snmp_poll" field="up" match={match} known={polls} />
      <RefreshOnNewcomers measurement="facility" field="value" match={match} known={told.length} />
      <RefreshOnNewcomers
        measurement="snmp_interface"
        field="up"
        match={match}
        known={interfaces.length}
      />
    </>
  );
}

/** While a device does not answer it is asked less often: that says nothing of its values. */
function usualInterval({ summary: { poll } }: DeviceReport): number | null {
  return poll.state === 'up' ? poll.intervalSeconds : null;
}

function Interfaces({
  report: { summary, interfaces },
  port,
  freshMs,
}: {
  report: DeviceReport;
  port: string | null;
  freshMs: number;
}) {
  if (interfaces.length === 0) return null;
  const chosen = interfaces.find(({ name }) => name === port);
  const up = interfaces.filter((each) => each.up === true).length;
  return (
    <div id="interfaces" className="flex scroll-mt-16 flex-col gap-4">
      <Panel title="Interfaces" note={`${up} of ${interfaces.length} up`} flush>
        <PortTable device={summary.name} rows={interfaces} freshMs={freshMs} />
      </Panel>
      {chosen && <PortAxis port={chosen} freshMs={freshMs} />}
    </div>
  );
}

function Sensors({
  report: { summary, sensors },
  freshMs,
  nowMs,
}: {
  report: DeviceReport;
  freshMs: number;
  nowMs: number;
}) {
  if (sensors.length === 0) {
    return (
      <Panel
        title="Sensors"
        state={{
          kind: 'empty',
          title:
            'It has told no sensor within a day. What its profile reads stands here after its first poll; `bin/isotherm snmp walk` shows everything that it has.',
        }}
      />
    );
  }
  return sensors.filter(isMoreThanChips).map((group, index) => {
    const newestMs = Math.max(
      ...group.kinds.flatMap((kind) => kind.sensors.map(({ timeMs }) => timeMs)),
    );
    return (
      <SensorPanel
        key={group.group}
        device={summary.name}
        group={group}
        freshMs={freshMs}
        staleSinceMs={nowMs - newestMs > freshMs ? newestMs : null}
        focusMarks={index === 0}
      />
    );
  });
}

/** A part of which only a few states are known stands in the header. */
function isMoreThanChips({ kinds }: DeviceReport['sensors'][number]): boolean {
  return kinds.some(({ kind, sensors }) => kind !== 'state' || sensors.length > mostChips);
}
