import { describe, expect, it } from 'vitest';
import { makeGpuEvent } from './gpu-event.ts';

const tags = { host: 'n1', gpu: 'GPU-1', kind: 'xid', rack: 'R01', simulated: 'true' };

describe('makeGpuEvent', () => {
  it('takes over what the collector says', () => {
    const fields: Partial<Record<string, string>> = {
      code: '79',
      severity: 'critical',
      title: 'GPU has fallen off the bus',
      action: 'Reboot the node',
    };
    expect(makeGpuEvent(tags, 5, (field) => fields[field] ?? null)).toEqual({
      key: '5 n1 GPU-1 xid 79',
      timeMs: 5,
      host: 'n1',
      gpu: 'GPU-1',
      kind: 'xid',
      code: 79,
      severity: 'critical',
      title: 'GPU has fallen off the bus',
      meaning: null,
      action: 'Reboot the node',
      message: null,
      process: null,
      source: null,
      rack: 'R01',
      simulated: true,
    });
  });

  it('names an event by its number where the writer had no words for it', () => {
    const bare = makeGpuEvent(tags, 5, (field) => (field === 'code' ? '31' : null));
    expect(bare).toMatchObject({ title: 'Xid 31', severity: 'info' });
    const reload = makeGpuEvent({ host: 'n1', kind: 'driver_reload' }, 5, () => null);
    expect(reload).toMatchObject({ title: 'driver reload', gpu: '', code: null, rack: null });
  });
});
