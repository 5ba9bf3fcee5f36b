import { describe, expect, it } from 'vitest';
import type { DeviceSensor } from '#lib/model/device-report.ts';
import { outputPower, phasesOf } from './power-figures.ts';

function sensor(group: string, kind: string, name: string, value: number | null): DeviceSensor {
  const limits = { criticalLow: null, warningLow: null, warningHigh: null, criticalHigh: null };
  const rest = { unit: 'none', timeMs: 0, state: null, severity: null };
  return { name, kind, group, value, ...rest, ...limits };
}

describe('outputPower', () => {
  it('takes what the device says of itself before any sum', () => {
    const phases = [sensor('phase', 'power', 'L1', 900), sensor('phase', 'power', 'L2', 800)];
    expect(outputPower(phases)).toBe(1700);
    expect(outputPower([...phases, sensor('device', 'power', 'total', 1750)])).toBe(1750);
  });

  it('makes no sum of which a part is missing, nor one of outlets', () => {
    const phases = [sensor('phase', 'power', 'L1', 900), sensor('phase', 'power', 'L2', null)];
    expect(outputPower(phases)).toBeNull();
    expect(outputPower([sensor('outlet', 'power', '1', 100)])).toBeNull();
  });
});

describe('phasesOf', () => {
  it('puts the figures of one phase together', () => {
    const sensors: DeviceSensor[] = [
      sensor('inlet', 'power', 'I1', 1700),
      { ...sensor('phase', 'current', 'L1', 4), warningHigh: 12, severity: 'ok' },
      { ...sensor('phase', 'voltage', 'L1', 230), criticalHigh: 260, severity: 'warning' },
      sensor('phase', 'power', 'L2', 800),
    ];
    const untold = {
      ...{ powerWatts: null, currentAmperes: null, voltageVolts: null, loadRatio: null },
      ...{ limitAmperes: null, severity: null },
    };
    expect(phasesOf(sensors)).toEqual([
      {
        ...untold,
        ...{ name: 'L1', currentAmperes: 4, voltageVolts: 230 },
        ...{ limitAmperes: 12, severity: 'warning' },
      },
      { ...untold, name: 'L2', powerWatts: 800 },
    ]);
    expect(phasesOf([sensor('outlet', 'power', '1', 5)])).toEqual([]);
  });
});
