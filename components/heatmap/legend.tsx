import { formatText } from '#lib/format/value.ts';
import type { HeatMetric } from './heat-metric.ts';
import { rampGradient, type RampName } from './ramp.ts';

/** What a colour means: the fixed domain with its unit, thresholds as ticks, and the hatching. */
export function HeatLegend({ metric, ramp }: { metric: HeatMetric; ramp: RampName }) {
  const [low, high] = metric.domain;
  const share = (value: number) => `${((value - low) / (high - low)) * 100}%`;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-xs text-muted">
      <div className="flex items-center gap-2">
        <span>{formatText(low, metric.unit)}</span>
        <div
          className="relative h-3 w-44 rounded-[2px]"
          style={{ backgroundImage: rampGradient(ramp) }}
        >
          {metric.thresholds.map((threshold) => (
            <span
              key={threshold}
              title={`Outlined from ${formatText(threshold, metric.unit)}`}
              className="absolute -inset-y-1 w-0.5 bg-text"
              style={{ left: share(threshold) }}
            />
          ))}
        </div>
        <span>{formatText(high, metric.unit)}</span>
      </div>
      {metric.thresholds.length > 0 && (
        <span className="hidden lg:inline">
          outlined from{' '}
          {metric.thresholds.map((threshold) => formatText(threshold, metric.unit)).join(', ')}
        </span>
      )}
      <span className="hidden items-center gap-1.5 sm:flex">
        <span aria-hidden className="hatched inline-block h-3 w-5 border border-border-strong" />
        hatched: old or missing
      </span>
    </div>
  );
}
