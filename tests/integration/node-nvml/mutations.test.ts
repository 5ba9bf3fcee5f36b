import { afterEach, describe, expect, it } from 'vitest';
import { Device, eventType, gpmMetric, type Nvml } from '#node-nvml';
import { openFakeHost, type FakeHost } from './fake-gpu.ts';
import { readDevice, readSystem, type NamedReading } from './read-everything.ts';

let host: FakeHost | undefined;

afterEach(() => {
  host?.close();
  host = undefined;
});

/** Calls that reach the library in one round: some of the readings need several. */
const rounds = 40;

describe('a library that answers nonsense', () => {
  it.each(['h200-8', 'mig', 'a100-8'] as const)(
    'makes every reading of %s a sound value or a gap, ten thousand times',
    async (name) => {
      host = await openFakeHost(name);
      const devices = [host.gpu(0), host.gpu(1)];
      let count = 0;
      let gaps = 0;
      for (let seed = 1; seed <= rounds; seed++) {
        await host.set({ 'mutate.ratio': 1, 'mutate.seed': seed });
        const { nvml } = host;
        for (const [what, reading] of devices.flatMap((device) => readAll(nvml, device))) {
          count += 1;
          if (reading.kind !== 'value') gaps += 1;
          expect([seed, what, describeFault(reading)]).toEqual([seed, what, null]);
        }
      }
      expect(count).toBeGreaterThan(10_000);
      // Neither all was refused nor all believed: the lies did arrive.
      expect(gaps).toBeGreaterThan(count / 20);
      expect(gaps).toBeLessThan(count * 0.95);
      await host.set({ 'mutate.ratio': 0 });
      expect(devices[0]?.identity.name()).toMatchObject({ kind: 'value' });
    },
  );

  it('never fails a wait for events', async () => {
    host = await openFakeHost('h200-8', { 'gpu.0.event_types': 0xffff });
    const created = host.nvml.createEventSet();
    if (created.kind !== 'value') throw new Error(created.reason);
    const gpu = host.gpu(0);
    created.value.register(gpu, eventType.xidCriticalError);
    for (let seed = 1; seed <= 40; seed++) {
      await host.set({ 'mutate.ratio': 1, 'mutate.seed': seed });
      for (let wait = 0; wait < 10; wait++) {
        const event = await created.value.wait(0);
        expect([seed, describeFault(event)]).toEqual([seed, null]);
        if (event.kind !== 'value' || event.value === null) continue;
        expect([gpu, null]).toContain(event.value.device);
      }
    }
  });
});

function readAll(nvml: Nvml, device: Device): NamedReading[] {
  const found = [nvml.device(0), nvml.deviceByUuid('GPU-0'), device.migDevice(0)];
  const nonsense = found.flatMap((reading) =>
    reading.kind === 'value' ? readDevice(reading.value).slice(0, 20) : [],
  );
  return [
    ...readSystem(nvml),
    ['deviceCount', nvml.deviceCount()],
    ...nonsense,
    ...readDevice(device),
    ...readGpm(nvml, device),
  ];
}

function readGpm(nvml: Nvml, device: Device): NamedReading[] {
  const sampler = nvml.createGpmSampler(device);
  if (sampler.kind !== 'value') return [['gpmSampler', sampler]];
  const ids = Object.values(gpmMetric);
  const readings: NamedReading[] = [
    ['gpm', sampler.value.metrics(ids)],
    ['gpm', sampler.value.metrics(ids)],
  ];
  sampler.value.close();
  return readings;
}

/** What is wrong with an answer, or null. */
function describeFault(answer: unknown): string | null {
  switch (typeof answer) {
    case 'number':
      return Number.isFinite(answer) ? null : `the number ${answer}`;
    case 'string':
      return /\p{Cc}/u.test(answer) || answer.length > 1024 ? `the text ${answer}` : null;
    case 'boolean':
    case 'bigint':
      return null;
    case 'object':
      return answer === null ? null : describeFaultIn(answer);
    default:
      return `a ${typeof answer}`;
  }
}

function describeFaultIn(answer: object): string | null {
  if (answer instanceof Device) return null;
  const parts: unknown[] = answer instanceof Map ? [...answer.values()] : Object.values(answer);
  if (parts.length > 4096) return `${parts.length} entries`;
  for (const part of parts) {
    const fault = describeFault(part);
    if (fault !== null) return fault;
  }
  return null;
}
