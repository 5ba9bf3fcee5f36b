import { describe, expect, it } from 'vitest';
import { absent, code, text } from '#tests/simulator/nvml/scenario.ts';
import { FakeSession } from './fake-session.ts';

const fake = new FakeSession();
const handle = (index: number) => fake.handle(index);

interface FieldAnswer {
  code: number;
  type: number;
  unsigned: bigint;
}

function fields(device: bigint, asked: readonly (readonly [number, number])[]) {
  const buffer = Buffer.alloc(40 * asked.length);
  asked.forEach(([field, scope], index) => {
    buffer.writeUInt32LE(field, index * 40);
    buffer.writeUInt32LE(scope, index * 40 + 4);
  });
  const result = fake.library.call('nvmlDeviceGetFieldValues', device, asked.length, buffer);
  const entries = asked.map((_, index): FieldAnswer => {
    const at = index * 40;
    return {
      type: buffer.readUInt32LE(at + 24),
      code: buffer.readInt32LE(at + 28),
      unsigned: buffer.readBigUInt64LE(at + 32),
    };
  });
  return { result, entries };
}

async function eventually(look: () => void): Promise<void> {
  await expect.poll(() => (look(), true), { timeout: 3000, interval: 10 }).toBe(true);
}

describe('the fake NVML library', () => {
  it('says that it is one', () => {
    expect(fake.library.has('isotherm_fake_nvml')).toBe(true);
    expect(fake.library.has('std')).toBe(false);
  });

  it.each([
    ['h200-8', 8],
    ['b200-8', 8],
    ['a100-8', 8],
    ['lost-gpu', 8],
    ['all-unsupported', 2],
    ['hanging-call', 8],
    ['mig', 8],
    ['old-driver', 8],
    ['xid-burst', 8],
    ['throttle-waves', 8],
    ['ecc-storm', 8],
  ] as const)('reads %s', (name, gpus) => {
    fake.start(name);
    expect(fake.number('nvmlDeviceGetCount_v2')).toBe(gpus);
  });

  it.each([
    ['no-driver', 9],
    ['version-mismatch', 18],
  ] as const)('refuses to start with %s', (name, expected) => {
    fake.point(name);
    expect(fake.library.call('nvmlInit_v2')).toBe(expected);
    expect(fake.number('nvmlDeviceGetCount_v2')).toEqual({ code: 1 });
  });

  it('answers plausible numbers that agree with each other', () => {
    fake.start('h200-8', { epoch_ms: Date.now() - 3_600_000, 'gpu.*.power_mw': 500_000 });
    const device = handle(3);
    expect(fake.string('nvmlDeviceGetName', device)).toBe('NVIDIA H200');
    expect(fake.string('nvmlDeviceGetUUID', device)).toMatch(/^GPU-[0-9a-f-]{36}$/);
    expect(fake.number('nvmlDeviceGetPowerUsage', device)).toBe(500_000);
    expect(fake.number('nvmlDeviceGetTemperature', device, 0)).toBe(58);
    const joules = Number(fake.number('nvmlDeviceGetTotalEnergyConsumption', device)) / 1000;
    expect(joules / 500).toBeGreaterThanOrEqual(3600);
    expect(joules / 500).toBeLessThan(3700);
  });

  it('answers a distance to the limit below zero as a signed number', () => {
    fake.start('h200-8', { 'gpu.*.temperature_c': 90, 'gpu.0.temperature_c': 91.9 });
    const out = Buffer.alloc(8);
    out.writeUInt32LE(0x1000008);
    expect(fake.library.call('nvmlDeviceGetMarginTemperature', handle(1), out)).toBe(0);
    expect(out.readInt32LE(4)).toBe(-3);
  });

  it('answers codes for what is absent, refused, or asked of no device', () => {
    fake.start('h200-8', {
      'gpu.1.power_mw': absent,
      'gpu.2.power_mw': code(4),
      'gpu.3.rc.nvmlDeviceGetPowerUsage': 999,
      'gpu.4.lost': 15,
    });
    const lost = Buffer.alloc(8);
    expect(fake.number('nvmlDeviceGetPowerUsage', handle(1))).toEqual({ code: 3 });
    expect(fake.number('nvmlDeviceGetPowerUsage', handle(2))).toEqual({ code: 4 });
    expect(fake.number('nvmlDeviceGetPowerUsage', handle(3))).toEqual({ code: 999 });
    expect(fake.library.call('nvmlDeviceGetHandleByIndex_v2', 4, lost)).toBe(15);
    expect(fake.library.call('nvmlDeviceGetHandleByIndex_v2', 8, lost)).toBe(2);
    expect(fake.number('nvmlDeviceGetPowerUsage', 0n)).toEqual({ code: 2 });
    expect(fake.number('nvmlDeviceGetPowerUsage', 0x7fff_ffff_ffffn)).toEqual({ code: 2 });
  });

  it('asks for the version word of a struct and writes no more than it stands for', () => {
    fake.start('h200-8');
    const memory = Buffer.alloc(48, 0xee);
    memory.writeUInt32LE(40);
    expect(fake.library.call('nvmlDeviceGetMemoryInfo_v2', handle(0), memory)).toBe(25);
    memory.writeUInt32LE(0x2000028);
    expect(fake.library.call('nvmlDeviceGetMemoryInfo_v2', handle(0), memory)).toBe(0);
    expect(memory.readBigUInt64LE(8)).toBe(143_771n << 20n);
    const parts = [16, 24, 32].map((at) => memory.readBigUInt64LE(at));
    expect(parts.reduce((sum, part) => sum + part)).toBe(143_771n << 20n);
    const fabric = Buffer.alloc(40, 0xee);
    fabric.writeUInt32LE(0x2000024);
    expect(fake.library.call('nvmlDeviceGetGpuFabricInfoV', handle(0), fabric)).toBe(0);
    expect(fabric[28]).toBe(3);
    expect(fabric[36]).toBe(0xee);
    fabric.writeUInt32LE(0x3000028);
    expect(fake.library.call('nvmlDeviceGetGpuFabricInfoV', handle(0), fabric)).toBe(0);
    expect(fabric[36]).toBe(1);
  });

  it('answers fields one by one, by link, in the type the scenario gives', () => {
    fake.start('h200-8', {
      'gpu.0.field.82': code(21),
      'gpu.0.field.83': '18446744073709551615',
      'gpu.0.field.197': 'u32 4294967296 + 5',
      'gpu.0.field.198': 'f64 1.5',
    });
    const asked = [82, 83, 193, 197, 198].map((field) => [field, 0] as const);
    const { result, entries } = fields(handle(0), [...asked, [138, 17], [138, 18]]);
    expect(result).toBe(0);
    expect(entries[0]).toMatchObject({ code: 21 });
    expect(entries[1]).toEqual({ code: 0, type: 3, unsigned: 0xffff_ffff_ffff_ffffn });
    expect(entries[2]).toEqual({ code: 0, type: 5, unsigned: 0xffff_fff8n });
    expect(entries[3]).toEqual({ code: 0, type: 1, unsigned: 5n });
    expect(entries[4]).toEqual({ code: 0, type: 0, unsigned: 0x3ff8_0000_0000_0000n });
    expect(entries[5]).toMatchObject({ code: 0, type: 3 });
    expect(entries[6]).toMatchObject({ code: 3 });
    expect(fields(handle(0), [[300, 0]]).result).toBe(3);
  });

  it('adds up the links of a counter', () => {
    fake.start('h200-8', { 'gpu.0.field.138.0-17': 7, 'gpu.0.field.138.all': '18 * 7' });
    const { entries } = fields(handle(0), [
      [138, 4],
      [138, 0xffffffff],
    ]);
    expect(entries.map((entry) => entry.unsigned)).toEqual([7n, 126n]);
  });

  it('tells how much room a list of processes needs', () => {
    fake.start('h200-8', { 'gpu.0.processes.compute': text('7:1024 8:na:3:0') });
    const count = Buffer.alloc(4);
    const infos = Buffer.alloc(48);
    const ask = () =>
      fake.library.call('nvmlDeviceGetComputeRunningProcesses_v3', handle(0), count, infos);
    expect(ask()).toBe(7);
    expect(count.readUInt32LE()).toBe(2);
    expect(ask()).toBe(0);
    expect(infos.readUInt32LE(24)).toBe(8);
    expect(infos.readBigUInt64LE(32)).toBe(0xffff_ffff_ffff_ffffn);
    expect(infos.readUInt32LE(40)).toBe(3);
  });

  it('has MIG instances with memory and activity of their own', () => {
    fake.start('mig');
    const out = Buffer.alloc(8);
    expect(fake.library.call('nvmlDeviceGetMigDeviceHandleByIndex', handle(2), 0, out)).toBe(6);
    expect(fake.library.call('nvmlDeviceGetMigDeviceHandleByIndex', handle(0), 7, out)).toBe(6);
    expect(fake.library.call('nvmlDeviceGetMigDeviceHandleByIndex', handle(0), 6, out)).toBe(0);
    const instance = out.readBigUInt64LE();
    expect(fake.string('nvmlDeviceGetUUID', instance)).toMatch(/^MIG-/);
    expect(fake.number('nvmlDeviceGetGpuInstanceId', instance)).toBe(13);
    expect(fake.number('nvmlDeviceGetPowerUsage', instance)).toEqual({ code: 3 });
    expect(fake.number('nvmlDeviceGetUtilizationRates', handle(0))).toEqual({ code: 3 });
  });
});

describe('a scenario that changes', () => {
  it('is read again, and a text with a mistake leaves the last one in force', async () => {
    const scenario = fake.start('h200-8', { 'gpu.0.power_mw': 1000 });
    const device = handle(0);
    scenario.set({ 'gpu.0.power_mw': 2000 });
    await eventually(() => expect(fake.number('nvmlDeviceGetPowerUsage', device)).toBe(2000));
    const refused = () => fake.library.call('isotherm_fake_nvml_refused');
    const before = refused();
    scenario.write('gpu.0.power_mw = wavy(1, 2, 3)');
    await eventually(() => expect(refused()).toBe(before + 1));
    expect(fake.number('nvmlDeviceGetPowerUsage', device)).toBe(2000);
    scenario.set({ 'gpu.0.power_mw': 3000 });
    await eventually(() => expect(fake.number('nvmlDeviceGetPowerUsage', device)).toBe(3000));
  });

  it('holds a call and lets it go', async () => {
    const scenario = fake.start('h200-8', { 'gpu.5.hang_ms.nvmlDeviceGetPowerUsage': 600_000 });
    const device = handle(5);
    const out = Buffer.alloc(8);
    let isDone = false;
    const held = fake.library.callAsync('nvmlDeviceGetPowerUsage', device, out).then((result) => {
      isDone = true;
      return result;
    });
    expect(fake.number('nvmlDeviceGetPowerUsage', handle(4))).toBeTypeOf('number');
    expect(fake.number('nvmlDeviceGetTemperature', device, 0)).toBeTypeOf('number');
    expect(isDone).toBe(false);
    scenario.unset('gpu.5.hang_ms.nvmlDeviceGetPowerUsage');
    expect(await held).toBe(0);
  });

  it('reloads the driver: old handles are void and counters begin anew', async () => {
    const scenario = fake.start('h200-8');
    const device = handle(0);
    const before = fake.number('nvmlDeviceGetTotalEnergyConsumption', device);
    scenario.reloadDriver();
    await eventually(() =>
      expect(fake.number('nvmlDeviceGetPowerUsage', device)).toEqual({ code: 1 }),
    );
    expect(fake.library.call('nvmlInit_v2')).toBe(0);
    expect(fake.number('nvmlDeviceGetPowerUsage', device)).toEqual({ code: 2 });
    const after = fake.number('nvmlDeviceGetTotalEnergyConsumption', handle(0));
    expect(Number(after)).toBeLessThan(Number(before) / 1000);
  });
});
