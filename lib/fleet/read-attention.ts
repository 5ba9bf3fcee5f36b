import type { Alert } from '#lib/model/alert.ts';
import { codeName, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { Services } from '#lib/services.ts';
import type { GpuSummary } from './list-gpus.ts';
import type { Overview } from './read-overview.ts';

/** One thing that needs a person: what, where, since when. */
export interface Attention {
  readonly key: string;
  readonly level: 'critical' | 'warning';
  readonly what: string;
  readonly where: string;
  readonly sinceMs: number;
  readonly href: string;
  readonly simulated: boolean;
}

/**
 * Firing alerts, and machines that fell silent or GPUs that are lost or need somebody without a
 * rule to say so; newest first.
 */
export function readAttention(
  { alerts }: Pick<Services, 'alerts'>,
  overview: Pick<Overview, 'silentHosts' | 'gpus'>,
  events: readonly GpuEvent[],
  nowMs: number,
): Attention[] {
  const firing = alerts.active().filter((alert) => alert.state.kind === 'firing');
  const told = new Set(firing.map((alert) => alert.tags['host']));
  const silent = overview.silentHosts
    .filter((host) => !told.has(host.host))
    .map((host): Attention => ({
      key: `silent ${host.host}`,
      level: 'warning',
      what: `${host.host} has stopped reporting`,
      where: 'its agent, or the network to it',
      sinceMs: Math.min(host.timeMs, nowMs),
      href: `/hosts/${encodeURIComponent(host.host)}`,
      simulated: host.simulated,
    }));
  const toldGpus = new Set(firing.map((alert) => alert.tags['gpu']));
  const silentNames = new Set(overview.silentHosts.map(({ host }) => host));
  const gpus = overview.gpus
    .filter(({ health }) => health.state === 'lost' || health.state === 'attention')
    .filter(({ host, gpu }) => !silentNames.has(host) && !toldGpus.has(gpu))
    .map((gpu) => ofGpu(gpu, events));
  return [...firing.filter(needsSomeone).map(ofAlert), ...silent, ...gpus].sort(
    (a, b) => b.sinceMs - a.sinceMs,
  );
}

/** @param events newest first */
function ofGpu(gpu: GpuSummary, events: readonly GpuEvent[]): Attention {
  const name = gpu.index === '' ? gpu.gpu : `GPU ${gpu.index}`;
  const grave = events.filter((event) => event.gpu === gpu.gpu && event.severity !== 'info');
  const cause = grave.find((event) => codeName(event) !== null);
  const because = cause ? `: ${codeName(cause) ?? ''}, ${cause.title}` : '';
  const { rack, host, model } = gpu;
  return {
    key: `gpu ${gpu.gpu}`,
    level: gpu.health.level === 'critical' ? 'critical' : 'warning',
    what: `${name} of ${host} ${asVerb(gpu.health.words)}${because}`,
    where: [rack, host, model].filter((part) => part !== null && part !== '').join(' › '),
    sinceMs: grave[0]?.timeMs ?? gpu.timeMs,
    href: `/gpus/${encodeURIComponent(gpu.gpu)}`,
    simulated: gpu.simulated,
  };
}

/** `lost` and `silent` want a verb; `needs a reset` has its own. */
function asVerb(words: string): string {
  return /^(lost|silent)$/.test(words) ? `is ${words}` : words;
}

function needsSomeone(alert: Alert): boolean {
  return alert.rule.severity !== 'info';
}

function ofAlert(alert: Alert): Attention {
  return {
    key: `${alert.rule.id} ${alert.fingerprint}`,
    level: alert.rule.severity === 'critical' ? 'critical' : 'warning',
    what: alert.rule.summary === '' ? alert.rule.name : alert.rule.summary,
    where: placeOf(alert.labels),
    sinceMs: alert.state.sinceMs,
    href: '/alerts',
    simulated: alert.tags['simulated'] === 'true',
  };
}

/** From the widest to the narrowest name, as the breadcrumb has it. */
function placeOf(labels: Tags): string {
  const names = ['site', 'room', 'row', 'rack', 'host', 'device', 'gpu', 'interface', 'mount'];
  return names.flatMap((name) => labels[name] ?? []).join(' › ');
}
