import { describe, expect, it } from 'vitest';
import { deviceChoices, type TrainingOffer } from './run-device.ts';

const open: TrainingOffer = {
  host: 'a',
  allowed: true,
  workloads: ['softmax', 'gpt'],
  devices: ['cpu', 'GPU-1'],
};

describe('deviceChoices', () => {
  it('puts what is free first and says why the rest is not', () => {
    const closed = { ...open, host: 'b', allowed: false, devices: [] };
    const busy = [{ host: 'a', device: 'cpu' }];
    expect(
      deviceChoices([closed, open], busy, 'gpt').map(({ value, unavailable }) => [
        value,
        unavailable,
      ]),
    ).toEqual([
      ['a GPU-1', undefined],
      ['b cpu', 'its agent allows no training'],
      ['a cpu', 'busy with a run'],
    ]);
  });

  it('knows that an agent need not offer every workload', () => {
    const choices = deviceChoices([{ ...open, workloads: ['gpt'] }], [], 'softmax');
    expect(choices[0]?.unavailable).toBe('its agent does not offer softmax');
  });
});
