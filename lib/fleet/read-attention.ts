import type { Alert } from '#lib/model/alert.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { Services } from '#lib/services.ts';
import type { Overview } from './read-overview.ts';

/** One thing that needs a person: what, where, since when. */
export interface Attention {
  readonly key: string;
  readonly level: 'critical' | 'warning';
  readonly what: string;
  readonly where: string;
  readonly sinceMs: number;
  readonly href: string;
}

/** Firing alerts, then machines that fell silent without a rule to say so; newest first. */
export function readAttention(
  { alerts }: Pick<Services, 'alerts'>,
  overview: Pick<Overview, 'silentHosts'>,
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
    }));
  return [...firing.filter(needsSomeone).map(ofAlert), ...silent].sort(
    (a, b) => b.sinceMs - a.sinceMs,
  );
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
  };
}

/** From the widest to the narrowest name, as the breadcrumb has it. */
function placeOf(labels: Tags): string {
  const names = ['site', 'room', 'row', 'rack', 'host', 'device', 'gpu', 'interface', 'mount'];
  return names.flatMap((name) => labels[name] ?? []).join(' › ');
}
