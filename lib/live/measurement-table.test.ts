import { expect, it } from 'vitest';
import { tableOf } from '#tests/live/table.ts';
import { MeasurementTable } from './measurement-table.ts';

it('keeps the millisecond of a sample as it was written', () => {
  const table = new MeasurementTable((tags) => tags, { series: 1, cells: 1000 });
  for (let timeMs = 1_795_617_425_000; timeMs < 1_795_617_426_000; timeMs += 1) {
    const rows = [{ tags: { host: 'a' }, timeMs, fields: { power_watts: 1 } }];
    table.publish(tableOf('gpu', rows), timeMs);
    expect(table.column('power_watts')?.timeAt(0)).toBe(timeMs);
  }
});
