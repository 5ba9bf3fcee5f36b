import { describe, expect, it } from 'vitest';
import { describeHost } from './describe-host.ts';
import type { HostSummary } from './list-hosts.ts';
import type { InterfaceSummary } from './list-interfaces.ts';

const host: HostSummary = {
  host: 'gpu-07',
  timeMs: 100_000,
  cpuRatio: 0.4,
  cpuCount: 64,
  load1: 12,
  memoryUsedBytes: 4e11,
  memoryTotalBytes: 1e12,
  uptimeSeconds: 3600,
  powerWatts: null,
  simulated: false,
};
const uplink: InterfaceSummary = {
  host: 'gpu-07',
  name: 'eth0',
  timeMs: 100_000,
  up: true,
  speedBitsPerSecond: 25e9,
  receiveBitsPerSecond: 1e9,
  transmitBitsPerSecond: 1e9,
  errorsPerSecond: 0,
  dropsPerSecond: 0,
  saturationRatio: 0.04,
};
const root = {
  mount: '/',
  type: 'ext4',
  timeMs: 100_000,
  usedBytes: 1,
  sizeBytes: 10,
  usedRatio: 0.1,
  readOnly: false,
  answering: true,
};

const lost = { health: { state: 'lost', level: 'critical', words: 'lost' } } as const;
const well = { health: { state: 'healthy', level: 'ok', words: 'healthy' } } as const;

const sentence = (...given: Parameters<typeof describeHost>): string =>
  describeHost(...given).replaceAll('\u00a0', ' ');

describe('describeHost', () => {
  it('says that nothing stands out', () => {
    expect(sentence(host, [uplink], [root], [], 101_000)).toBe('Nothing stands out.');
  });

  it('names everything that does, in one sentence', () => {
    const strained = { ...host, cpuRatio: 0.97 };
    const filling = [
      { ...root, usedRatio: 0.95 },
      { ...root, mount: '/data', answering: false },
    ];
    const failing = [{ ...uplink, saturationRatio: 0.91, errorsPerSecond: 2 }];
    expect(sentence(strained, failing, filling, [lost, lost, well], 101_000)).toBe(
      '2 of 3 GPUs are lost; processors are 97 % busy; / is 95 % full; /data does not answer; eth0 is 91 % saturated; eth0 counts errors.',
    );
  });

  it('says nothing of values that are too old to trust', () => {
    const strained = { ...host, cpuRatio: 0.97 };
    expect(sentence(strained, [], [], [lost], 160_000)).toBe(
      'Silent for 60 s: what stands here is the last it said.',
    );
  });

  it('names GPUs that heat or the supply holds down, and lets a power cap be', () => {
    const hot = {
      state: 'throttled',
      level: 'warning',
      words: 'throttled by heat (driver)',
    } as const;
    const capped = {
      state: 'throttled',
      level: 'info',
      words: 'throttled by the power cap',
    } as const;
    const gpus = [{ health: hot }, { health: hot }, { health: capped }, well];
    expect(sentence(host, [uplink], [root], gpus, 101_000)).toBe(
      '2 of 4 GPUs are throttled by heat (driver).',
    );
    expect(sentence(host, [uplink], [root], [{ health: capped }], 101_000)).toBe(
      'Nothing stands out.',
    );
  });
});
