import { describe, expect, it } from 'vitest';
import { formatClock } from '#lib/format/time.ts';
import { makeGpuEvent } from '#lib/model/gpu-event.ts';
import { describeGpu, levelOfStory, type GpuStory } from './describe-gpu.ts';
import { secondsOf, type ThrottleSeconds } from './throttle-ledger.ts';

const nowMs = Date.UTC(2026, 10, 22, 14, 10);
const hour = (seconds: Partial<ThrottleSeconds>, coveredSeconds = 3600) => ({
  seconds: secondsOf((key) => seconds[key] ?? 0),
  coveredSeconds,
});
const well: GpuStory = {
  health: { state: 'healthy', level: 'ok', words: 'healthy' },
  timeMs: nowMs - 800,
  throttleReasons: 0,
  temperatureMarginCelsius: 23,
  eccUncorrectedSinceLoad: 0,
  lastHour: hour({}),
  events: [],
};

function sentence(story: Partial<GpuStory>): string {
  return describeGpu({ ...well, ...story }, nowMs)
    .map((part) => (typeof part === 'string' ? part : formatClock(part.timeMs, 'UTC')))
    .join('')
    .replaceAll('\u00a0', ' ');
}

const event = (kind: string, code: string | null, minutesAgo: number, action: string | null) =>
  makeGpuEvent({ host: 'n1', gpu: 'GPU-1', kind }, nowMs - minutesAgo * 60_000, (field) => {
    if (field === 'code') return code;
    if (field === 'severity') return 'critical';
    return field === 'action' ? action : null;
  });

describe('describeGpu', () => {
  it('says why it is well, with what is known', () => {
    expect(sentence({})).toBe(
      'Healthy: no throttling in the last hour, 23.0 °C below its slowdown temperature, no uncorrected memory error since the driver was loaded.',
    );
    const bare = { lastHour: null, temperatureMarginCelsius: null, eccUncorrectedSinceLoad: null };
    expect(sentence({ ...bare, throttleReasons: null })).toBe(
      'Healthy: nothing it reports stands out.',
    );
  });

  it('names what held it down in the last hour, the longest first, of the time it was seen', () => {
    const throttled = { state: 'throttled', level: 'info', words: '' } as const;
    expect(
      sentence({
        health: throttled,
        throttleReasons: 4,
        lastHour: hour({ power_cap: 1368, sw_thermal: 20 }),
      }),
    ).toBe('Throttled by the power cap for 38 % of the last hour.');
    expect(
      sentence({
        throttleReasons: 0,
        temperatureMarginCelsius: 2,
        lastHour: hour({ hw_thermal: 90, hw_slowdown: 90, power_cap: 450 }, 1800),
      }),
    ).toBe(
      'Throttled by the power cap for 25 % of the 30 m seen in the last hour; by heat (hardware) for 5.0 %; not now; only 2.0 °C below its slowdown temperature.',
    );
  });

  it('tells throttling that has only begun from none', () => {
    expect(sentence({ throttleReasons: 0x20 })).toBe(
      'Throttled by heat (driver) now, not for long yet.',
    );
  });

  it('dates a loss and names its Xid and what to do', () => {
    const lost = { health: { state: 'lost', level: 'critical', words: 'lost' } } as const;
    const events = [
      event('lost', null, 8, 'Look at the Xid'),
      event('xid', '79', 8.1, 'Reboot the host'),
    ];
    expect(sentence({ ...lost, events })).toBe(
      'Lost: the driver has not seen it since 14:02:00 (Xid 79). Reboot the host.',
    );
    const earlier = [event('returned', null, 20, null), ...events];
    expect(sentence({ ...lost, events: earlier })).toBe('Lost: the driver no longer sees it.');
    expect(sentence(lost)).toBe('Lost: the driver no longer sees it.');
  });

  it('dates silence', () => {
    const silent = { state: 'lost', level: 'critical', words: 'silent' } as const;
    expect(sentence({ health: silent, timeMs: nowMs - 40_000 })).toBe(
      'Silent for 40 s: what stands here is the last it said, at 14:09:20.',
    );
  });

  it('says what is needed and after what', () => {
    const health = { state: 'attention', level: 'critical', words: 'needs a GPU reset' } as const;
    expect(sentence({ health, events: [event('xid', '95', 3, null)] })).toMatch(
      /^Needs a GPU reset after Xid 95; no throttling in the last hour, /,
    );
  });

  it('is no green tick after an hour of throttling', () => {
    expect(levelOfStory(well)).toBe('ok');
    expect(levelOfStory({ ...well, lastHour: hour({ sw_thermal: 600 }) })).toBe('info');
    const lost = { state: 'lost', level: 'critical', words: 'lost' } as const;
    expect(levelOfStory({ ...well, health: lost })).toBe('critical');
  });
});
