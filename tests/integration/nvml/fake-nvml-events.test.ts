import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { openNative } from '#tests/simulator/nvml/native-calls.ts';
import { absentSymbols, text } from '#tests/simulator/nvml/scenario.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import { FakeSession } from './fake-session.ts';

const fake = new FakeSession();
const handle = (index: number) => fake.handle(index);

describe('events of the fake', () => {
  function listen(types: bigint): bigint {
    const out = Buffer.alloc(8);
    expect(fake.library.call('nvmlEventSetCreate', out)).toBe(0);
    const set = out.readBigUInt64LE();
    for (const gpu of [0, 1]) {
      expect(fake.library.call('nvmlDeviceRegisterEvents', handle(gpu), types, set)).toBe(0);
    }
    return set;
  }

  function wait(set: bigint, timeoutMs: number) {
    const data = Buffer.alloc(32);
    const result = fake.library.call('nvmlEventSetWait_v2', set, data, timeoutMs);
    return result === 0
      ? { device: data.readBigUInt64LE(), data: data.readBigUInt64LE(16) }
      : { code: result };
  }

  it('are delivered once, to those who asked for their type', () => {
    const scenario = fake.start('h200-8');
    const set = listen(8n);
    scenario.raise({ gpu: 1, type: 'xid', data: 79 });
    scenario.raise({ gpu: 1, type: 'xid', data: 79 });
    scenario.raise({ gpu: 0, type: 'dbe', data: 1 });
    scenario.raise({ gpu: 2, type: 'xid', data: 31 });
    const expected = { device: handle(1), data: 79n };
    expect([wait(set, 1000), wait(set, 1000), wait(set, 100)]).toEqual([
      expected,
      expected,
      { code: 10 },
    ]);
    const later = listen(8n);
    expect(wait(later, 0)).toEqual({ code: 10 });
    expect(fake.library.call('nvmlEventSetFree', set)).toBe(0);
    expect(wait(set, 0)).toEqual({ code: 2 });
  });

  it('keeps to the time it was told to wait', () => {
    fake.start('h200-8');
    const set = listen(8n);
    const began = performance.now();
    expect(wait(set, 150)).toEqual({ code: 10 });
    expect(performance.now() - began).toBeGreaterThanOrEqual(149);
  });

  it('refuses types that the GPU has not got', () => {
    fake.start('a100-8');
    const out = Buffer.alloc(8);
    fake.library.call('nvmlEventSetCreate', out);
    const set = out.readBigUInt64LE();
    expect(fake.library.call('nvmlDeviceRegisterEvents', handle(0), 0x8000n, set)).toBe(3);
  });
});

describe('activity counters of the fake', () => {
  function sample(device: bigint): bigint {
    const out = Buffer.alloc(8);
    expect(fake.library.call('nvmlGpmSampleAlloc', out)).toBe(0);
    const taken = out.readBigUInt64LE();
    expect(fake.library.call('nvmlGpmSampleGet', device, taken)).toBe(0);
    return taken;
  }

  function metrics(first: bigint, second: bigint, ids: readonly number[]) {
    const get = Buffer.alloc(24 + 40 * ids.length);
    get.writeUInt32LE(1);
    get.writeUInt32LE(ids.length, 4);
    get.writeBigUInt64LE(first, 8);
    get.writeBigUInt64LE(second, 16);
    ids.forEach((id, index) => get.writeUInt32LE(id, 24 + 40 * index));
    const result = fake.library.call('nvmlGpmMetricsGet', get);
    const answers = ids.map((_, index) => ({
      code: get.readInt32LE(28 + 40 * index),
      value: get.readDoubleLE(32 + 40 * index),
    }));
    return { result, answers };
  }

  it('compares two samples of one GPU, the earlier first', () => {
    fake.start('h200-8', { 'gpu.*.gpm.2': 93.5 });
    const first = sample(handle(0));
    const second = sample(handle(0));
    expect(metrics(first, second, [2, 333])).toEqual({
      result: 0,
      answers: [
        { code: 0, value: 93.5 },
        { code: 3, value: 0 },
      ],
    });
    expect(metrics(second, first, [2]).result).toBe(2);
    expect(metrics(first, sample(handle(1)), [2]).result).toBe(2);
    expect(fake.library.call('nvmlGpmSampleFree', first)).toBe(0);
    expect(metrics(first, second, [2]).result).toBe(2);
  });

  it('does not have them on Ampere', () => {
    fake.start('a100-8');
    const support = Buffer.alloc(8);
    support.writeUInt32LE(1);
    expect(fake.library.call('nvmlGpmQueryDeviceSupport', handle(0), support)).toBe(0);
    expect(support.readUInt32LE(4)).toBe(0);
  });
});

describe('wrong answers', () => {
  const changes = { 'mutate.ratio': 0.3, 'mutate.spare': text('nvmlInit_v2') };

  async function answers(seed: number): Promise<string[]> {
    // A copy is a library of its own, with its own count of calls.
    const copy = path.join(temporaryDirectory('isotherm-nvml-'), 'libnvidia-ml.so.1');
    copyFileSync(await buildFakeNvml(), copy);
    const own = openNative(copy);
    fake.point('h200-8', {
      ...changes,
      'gpu.*.power_mw': 5,
      'mutate.seed': seed,
    });
    expect(own.call('nvmlInit_v2')).toBe(0);
    const device = 0x4e56000000n;
    return Array.from({ length: 200 }, () => {
      const out = Buffer.alloc(100, 0xee);
      const result = own.call('nvmlDeviceGetPowerUsage', device, out);
      const name = own.call('nvmlDeviceGetName', device, out.subarray(4), 96);
      return `${result} ${name} ${out.toString('latin1')}`;
    });
  }

  it('are the same for one seed and others for another', async () => {
    const first = await answers(1);
    expect(await answers(1)).toEqual(first);
    expect(await answers(2)).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(20);
  });
});

describe('a library of an older driver', () => {
  it('lacks what the scenario says', async () => {
    const symbols = absentSymbols('old-driver');
    expect(symbols).toHaveLength(10);
    const old = openNative(await buildFakeNvml({ absentSymbols: symbols }));
    expect(symbols.filter((symbol) => old.has(symbol))).toEqual([]);
    expect(symbols.filter((symbol) => !fake.library.has(symbol))).toEqual([]);
    expect(old.has('nvmlDeviceGetTemperature')).toBe(true);
  });
});
