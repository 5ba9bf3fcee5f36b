import { formatAge } from '#lib/format/duration.ts';
import { formatText } from '#lib/format/value.ts';
import { staleAfterMs } from './cell-picture.ts';
import type { Found } from './hall-scene.ts';
import type { HeatMetric } from './heat-metric.ts';

export interface Note {
  readonly title: string;
  readonly text: string;
}

/**
 * What the pointer is on: a GPU or host with its value and age, or a rack with how full it is.
 *
 * @param nowMs null in a replay, where every value is of the moment shown
 */
export function describeFound(found: Found, metric: HeatMetric, nowMs: number | null): Note {
  const { rack, cell, entity, value, timeMs } = found;
  if (!cell) {
    const used = rack.cells.length === 1 ? '1 host' : `${rack.cells.length} hosts`;
    return { title: `Rack ${rack.rack.name}`, text: `${used}, ${rack.rack.heightU} U` };
  }
  const where = cell.positionU === null ? 'somewhere in it' : `U ${cell.positionU}`;
  const gpu = entity?.['gpu'] === undefined ? '' : ` · GPU ${entity['index'] ?? entity['gpu']}`;
  const title = `${cell.host}${gpu} · ${rack.rack.name}, ${where}`;
  const number = `${metric.label} ${formatText(value, metric.unit)}`;
  if (value === null) return { title, text: `${metric.label}: nothing reported` };
  if (nowMs === null || timeMs === null) return { title, text: number };
  const ageMs = Math.max(0, nowMs - timeMs);
  const age = formatAge(ageMs);
  return {
    title,
    text: ageMs > staleAfterMs ? `${number}, but ${age} ago` : `${number}, ${age} old`,
  };
}
