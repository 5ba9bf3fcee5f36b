'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import { formatText } from '#lib/format/value.ts';
import type { HostPlacement, Rack } from '#lib/model/place.ts';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { Age } from '#components/ui/age.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Status } from '#components/ui/status.tsx';
import { RackInlets } from './rack-inlets.tsx';
import { summarizeRack, type HotGpu, type RackSummary } from './rack-summary.ts';

/** An alert that fires at something in the rack. */
export interface RackIncident {
  readonly key: string;
  readonly name: string;
  readonly where: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly sinceMs: number;
}

export interface RackPanelProps {
  readonly rack: Rack;
  readonly placements: readonly HostPlacement[];
  readonly devices: readonly string[];
  readonly incidents: readonly RackIncident[];
  readonly onClose: () => void;
}

const topCount = 5;
const fields = ['temperature_celsius', 'power_watts', 'utilization_ratio'];

/** What is wrong in one rack, beside the map: numbers against budget, inlets, hottest GPUs, alerts. */
export function RackPanel({ rack, placements, devices, incidents, onClose }: RackPanelProps) {
  const root = useRef<HTMLDivElement>(null);
  const hosts = placements.map(({ host }) => host);
  useLiveFrame(
    hosts.length === 0
      ? null
      : { measurement: 'gpu', fields, match: { host: hosts.slice(0, mostHosts) }, maxHz: 1 },
    (update: FrameUpdate) => {
      if (root.current) write(root.current, summarizeRack(update, topCount), rack);
    },
  );
  return (
    <div ref={root} className="flex min-h-0 flex-1 flex-col">
      <header className="flex items-start gap-2 px-4 pt-3 pb-2">
        <div className="min-w-0">
          <h2 className="truncate text-lg font-medium">Rack {rack.name}</h2>
          <p className="truncate text-xs text-faint">
            {rack.room} › row {rack.row} · {placements.length} hosts · {rack.heightU} U
          </p>
        </div>
        <span className="ml-auto flex items-center gap-1.5">
          <Link href={`/racks/${rack.id}`} className={buttonClass('plain', 'small')}>
            Open rack
          </Link>
          <IconButton
            label="Close (Escape)"
            icon={<X aria-hidden className="size-4" />}
            onClick={onClose}
          />
        </span>
      </header>
      <div
        tabIndex={0}
        role="region"
        aria-label={`Rack ${rack.name}`}
        className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 pb-4 focus-visible:-outline-offset-2"
      >
        <Figures rack={rack} />
        {incidents.length > 0 && <Incidents incidents={incidents} />}
        <TopGpus />
        <RackInlets devices={devices} />
      </div>
    </div>
  );
}

/** What a subscription may name. */
const mostHosts = 1000;

function Figures({ rack: { powerBudgetWatts } }: { rack: Rack }) {
  return (
    <section className="grid grid-cols-2 gap-x-4 gap-y-2.5">
      <div className="col-span-2">
        <p className="text-xs text-muted">Power of its GPUs</p>
        <p className="text-number tabular-nums" data-part="power">
          –
        </p>
        <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-raised">
          <div data-part="budget" className="h-full w-0 bg-series-1" />
        </div>
        <p className="mt-1 text-xs text-faint">
          {powerBudgetWatts === null ? (
            'no power budget is set for this rack'
          ) : (
            <>
              <span data-part="share">–</span> of {formatText(powerBudgetWatts, 'watts')} budget
            </>
          )}
        </p>
      </div>
      <Figure label="Hottest GPU" part="hottest" />
      <Figure label="GPUs busy, mean" part="busy" />
      <Figure label="GPUs reporting" part="gpus" />
    </section>
  );
}

function Figure({ label, part }: { label: string; part: string }) {
  return (
    <div>
      <p className="text-xs text-muted">{label}</p>
      <p className="text-lg tabular-nums" data-part={part}>
        –
      </p>
    </div>
  );
}

function TopGpus() {
  return (
    <section>
      <h3 className="mb-1 text-xs text-muted">Hottest GPUs</h3>
      <ol data-part="top" className="divide-y divide-border text-sm">
        {Array.from({ length: topCount }, (_, index) => (
          <li key={index} className="flex h-8 items-center gap-3">
            <a className="min-w-0 flex-1 truncate hover:text-accent">–</a>
            <span className="w-14 text-right tabular-nums" />
            <span className="w-16 text-right text-muted tabular-nums" />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Incidents({ incidents }: { incidents: readonly RackIncident[] }) {
  return (
    <section>
      <h3 className="mb-1 text-xs text-muted">Alerts that fire here</h3>
      <ul className="divide-y divide-border text-sm">
        {incidents.map(({ key, name, where, severity, sinceMs }) => (
          <li key={key} className="flex min-h-9 items-center gap-2 py-1">
            <span className="min-w-0 flex-1">
              <Status level={severity}>
                <Link href="/alerts" className="truncate hover:text-accent">
                  {name}
                </Link>
              </Status>
              <span className="block truncate text-xs text-faint">{where}</span>
            </span>
            <span className="shrink-0 text-xs text-muted">
              for <Age timeMs={sinceMs} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function write(root: HTMLElement, summary: RackSummary, { powerBudgetWatts }: Rack): void {
  const put = (part: string, text: string): void => {
    const place = root.querySelector(`[data-part="${part}"]`);
    if (place && place.textContent !== text) place.textContent = text;
  };
  put('power', formatText(summary.powerWatts, 'watts'));
  put('hottest', formatText(summary.hottestCelsius, 'celsius'));
  put('busy', formatText(summary.busyRatio, 'ratio'));
  put('gpus', `${summary.reporting} of ${summary.gpus}`);
  const share = powerBudgetWatts === null ? null : (summary.powerWatts ?? 0) / powerBudgetWatts;
  put('share', formatText(share, 'ratio'));
  const bar = root.querySelector<HTMLElement>('[data-part="budget"]');
  bar?.style.setProperty('width', `${Math.min(1, share ?? 0) * 100}%`);
  bar?.style.setProperty('background', (share ?? 0) > 1 ? 'var(--critical)' : '');
  for (const [index, row] of [...root.querySelectorAll('[data-part="top"] > li')].entries()) {
    const gpu = summary.top[index];
    const link = row.querySelector('a');
    const [temperature, power] = row.querySelectorAll('span');
    if (link && temperature && power) writeGpu(gpu, link, temperature, power);
  }
}

function writeGpu(
  gpu: HotGpu | undefined,
  link: HTMLAnchorElement,
  temperature: HTMLElement,
  power: HTMLElement,
): void {
  link.textContent = gpu ? `${gpu.host} · GPU ${gpu.index}` : '–';
  if (gpu) link.href = `/gpus/${encodeURIComponent(gpu.gpu)}`;
  temperature.textContent = gpu ? formatText(gpu.celsius, 'celsius') : '';
  power.textContent = gpu ? formatText(gpu.watts, 'watts') : '';
}
