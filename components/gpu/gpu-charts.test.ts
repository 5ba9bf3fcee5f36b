import { describe, expect, it } from 'vitest';
import { gpu as measurement } from '#lib/metrics/gpu.ts';
import { causeCharts } from './cause-charts.ts';
import { resourceCharts } from './resource-charts.ts';

const everything = Object.fromEntries(measurement.fields.map(({ name }) => [name, 1]));
const titles = (charts: readonly { readonly title: string }[]) => charts.map(({ title }) => title);

describe('charts of a GPU', () => {
  it('stand in the order of cause', () => {
    expect(titles(causeCharts('GPU-1', everything))).toEqual([
      'Temperature',
      'Clocks',
      'Held down by',
      'Power',
      'Activity',
    ]);
    expect(titles(resourceCharts('GPU-1', everything))).toEqual([
      'Memory',
      'NVLink',
      'PCIe',
      'Link errors',
      'Memory errors',
    ]);
  });

  it('show nothing that is not reported', () => {
    expect(causeCharts('GPU-1', {})).toEqual([]);
    expect(resourceCharts('GPU-1', {})).toEqual([]);
    const [temperature, throttling, ...others] = causeCharts('GPU-1', {
      temperature_celsius: 60,
      throttle_power_cap_seconds_total: 3,
    });
    expect(others).toEqual([]);
    expect(temperature?.lines.map(({ field }) => field)).toEqual(['temperature_celsius']);
    expect(throttling?.lines.map(({ field }) => field)).toEqual([
      'throttle_power_cap_seconds_total',
    ]);
  });

  it('draw limits where they are told, or as far above as the margin says', () => {
    const limits = (values: Record<string, number>) =>
      causeCharts('GPU-1', { temperature_celsius: 60, ...values })[0]?.limits;
    expect(limits({ temperature_margin_celsius: 27 })).toEqual([
      { value: 87, label: 'slowdown', level: 'warning' },
    ]);
    expect(limits({ slowdown_temperature_celsius: 92, temperature_margin_celsius: 27 })).toEqual([
      { value: 92, label: 'slowdown', level: 'warning' },
    ]);
    expect(limits({})).toEqual([]);
  });

  it('ask only for fields of the catalogue', () => {
    const known = new Set(measurement.fields.map(({ name }) => name));
    const charts = [...causeCharts('GPU-1', everything), ...resourceCharts('GPU-1', everything)];
    const asked = charts.flatMap(({ lines }) => lines.map(({ field }) => field));
    expect(asked.filter((field) => !known.has(field))).toEqual([]);
  });
});
