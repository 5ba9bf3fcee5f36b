import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { SampleValue } from '#lib/store/store.ts';
import { parsePage, type ParsedSample } from '#tests/exposition/parse-page.ts';
import { tableOf } from '#tests/live/table.ts';
import { encodePage } from './encode-page.ts';
import { XidLedger } from './xid-ledger.ts';

const nowMs = 1_800_000_000_000;
type Fields = Readonly<Record<string, SampleValue>>;

function openFleet() {
  const hub = createLiveHub({ placeTags: (tags) => ({ ...tags, rack: 'R1' }), clock: () => nowMs });
  const xids = new XidLedger();
  const source = {
    series: (measurement: string) => hub.series(measurement, {}),
    rows: (measurement: string, fields: readonly string[]) => hub.latest(measurement, fields, {}),
  };
  return {
    xids,
    tell(measurement: string, tags: Tags, fields: Fields, agoMs = 0) {
      const table = tableOf(measurement, [{ tags, timeMs: nowMs - agoMs, fields }]);
      hub.publish([table], { receivedAtMs: nowMs, backlog: false });
    },
    read: (name: string): readonly ParsedSample[] =>
      parsePage([...encodePage(source, xids, nowMs)].join('')).samples.filter(
        (sample) => sample.name === name,
      ),
    page: () => parsePage([...encodePage(source, xids, nowMs)].join('')),
  };
}

const h100: Tags = { host: 'h1', gpu: 'GPU-1', index: '0', model: 'NVIDIA H100 80GB HBM3' };

describe('GPUs', () => {
  it('stand under the labels of dcgm-exporter', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { temperature_celsius: 41 });
    const info = { vendor: 'nvidia', pci_bus_id: '0000:1b:00.0', driver_version: '560.35.03' };
    fleet.tell('gpu_info', h100, info, 50_000);
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP')).toEqual([
      {
        name: 'DCGM_FI_DEV_GPU_TEMP',
        value: 41,
        labels: {
          gpu: '0',
          UUID: 'GPU-1',
          pci_bus_id: '00000000:1B:00.0',
          device: 'nvidia0',
          modelName: 'NVIDIA H100 80GB HBM3',
          Hostname: 'h1',
          DCGM_FI_DRIVER_VERSION: '560.35.03',
        },
      },
    ]);
  });

  it('are counted in its units', () => {
    const fleet = openFleet();
    const fields = {
      sm_clock_hertz: 1.98e9,
      utilization_ratio: 0.57,
      memory_used_bytes: 1_073_741_824n,
      power_watts: 700.5,
      energy_joules_total: 12.5,
      throttle_power_cap_seconds_total: 1.5,
      sm_active_ratio: 0.25,
    };
    fleet.tell('gpu', h100, fields);
    const value = (name: string) => fleet.read(name)[0]?.value;
    expect(value('DCGM_FI_DEV_SM_CLOCK')).toBe(1980);
    expect(value('DCGM_FI_DEV_GPU_UTIL')).toBe(57);
    expect(value('DCGM_FI_DEV_FB_USED')).toBe(1024);
    expect(value('DCGM_FI_DEV_POWER_USAGE')).toBe(700.5);
    expect(value('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION')).toBe(12_500);
    expect(value('DCGM_FI_DEV_POWER_VIOLATION')).toBe(1.5e9);
    expect(value('DCGM_FI_PROF_SM_ACTIVE')).toBe(0.25);
    expect(value('DCGM_FI_DEV_MEMORY_TEMP')).toBeUndefined();
  });

  it('have rates of what DCGM shows as rates', () => {
    const fleet = openFleet();
    const bytes = (sent: bigint, got: bigint) => ({
      nvlink_transmit_bytes_total: sent,
      nvlink_receive_bytes_total: got,
      pcie_transmit_bytes_total: sent,
    });
    fleet.tell('gpu', h100, bytes(0n, 0n), 2000);
    fleet.tell('gpu', h100, bytes(4_000_000n, 2_000_000n));
    expect(fleet.read('DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL')[0]?.value).toBe(3);
    expect(fleet.read('DCGM_FI_PROF_PCIE_TX_BYTES')[0]?.value).toBe(2_000_000);
    expect(fleet.read('DCGM_FI_PROF_PCIE_RX_BYTES')).toEqual([]);
  });

  it('prefer the average power and fall back to the instant', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { power_watts: 300, power_average_watts: 250 });
    fleet.tell('gpu', { ...h100, gpu: 'GPU-2' }, { power_watts: 310 });
    expect(fleet.read('DCGM_FI_DEV_POWER_USAGE').map(({ value }) => value)).toEqual([250, 310]);
    expect(fleet.read('DCGM_FI_DEV_POWER_USAGE_INSTANT').map(({ value }) => value)).toEqual([
      300, 310,
    ]);
  });

  it('have under our names what DCGM has no name for', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { hotspot_temperature_celsius: 50, process_count: 3n });
    expect(fleet.read('isotherm_gpu_hotspot_temperature_celsius')[0]?.labels.UUID).toBe('GPU-1');
    expect(fleet.read('isotherm_gpu_processes')[0]?.value).toBe(3);
  });

  it('show an instance under the labels of its GPU, with profile and number', () => {
    const fleet = openFleet();
    const instance = { ...h100, gpu: 'MIG-7', index: '0:3', model: 'H100 MIG 1g.10gb' };
    fleet.tell('gpu', h100, { memory_used_bytes: 1_048_576n });
    fleet.tell('gpu_info', h100, { pci_bus_id: '0000:1b:00.0', driver_version: '560' });
    fleet.tell('gpu', instance, { memory_used_bytes: 2_097_152n });
    fleet.tell('gpu_info', instance, { parent: 'GPU-1', mig_profile: '1g.10gb' });
    const [whole, part] = fleet.read('DCGM_FI_DEV_FB_USED');
    expect(part?.labels).toEqual({
      ...whole?.labels,
      GPU_I_PROFILE: '1g.10gb',
      GPU_I_ID: '3',
    });
    expect(fleet.read('DCGM_FI_DEV_XID_ERRORS')).toHaveLength(1);
  });

  it('say that they are simulated', () => {
    const fleet = openFleet();
    fleet.tell('gpu', { ...h100, simulated: 'true' }, { temperature_celsius: 41 });
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP')[0]?.labels.simulated).toBe('true');
  });

  it('of AMD have neither an nvidia device nor Xids', () => {
    const fleet = openFleet();
    const mi300x = { host: 'h1', gpu: 'GPU-abc', index: '0', model: 'AMD Instinct MI300X' };
    fleet.tell('gpu', mi300x, { temperature_celsius: 40 });
    fleet.tell('gpu_info', mi300x, { vendor: 'amd' });
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP')[0]?.labels.device).toBeUndefined();
    expect(fleet.read('DCGM_FI_DEV_XID_ERRORS')).toEqual([]);
  });
});

describe('what is not known now', () => {
  it('is left out a minute after it was last read', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { temperature_celsius: 41 }, 60_001);
    fleet.tell('gpu', { ...h100, gpu: 'GPU-2' }, { temperature_celsius: 42 }, 60_000);
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP').map(({ value }) => value)).toEqual([42]);
  });

  it('is left out at once when the driver has lost the GPU', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { temperature_celsius: 41, lost: 0n }, 3000);
    fleet.tell('gpu', h100, { lost: 1n }, 2000);
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP')).toEqual([]);
    expect(fleet.read('isotherm_gpu_lost')[0]?.value).toBe(1);
    fleet.tell('gpu', h100, { temperature_celsius: 39, lost: 0n }, 1000);
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP')[0]?.value).toBe(39);
  });

  it('does not double a GPU whose index changed over a reboot', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { temperature_celsius: 41 }, 30_000);
    fleet.tell('gpu', { ...h100, index: '5' }, { temperature_celsius: 42 });
    expect(fleet.read('DCGM_FI_DEV_GPU_TEMP').map(({ labels }) => labels.gpu)).toEqual(['5']);
  });
});

describe('Xids', () => {
  const xid = (code: number, at: bigint, title = 'GPU has fallen off the bus') => ({
    host: 'h1',
    gpu: 'GPU-1',
    code,
    title,
    timeNs: at,
  });

  it('are 0 before the first, then the last one with its number and title', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { temperature_celsius: 41 });
    expect(fleet.read('DCGM_FI_DEV_XID_ERRORS')[0]).toMatchObject({
      value: 0,
      labels: { err_code: '0' },
    });
    expect(fleet.read('isotherm_gpu_xid_events_total')[0]?.value).toBe(0);
    fleet.xids.note(xid(79, 2n));
    fleet.xids.note(xid(31, 1n, 'page fault'));
    expect(fleet.read('DCGM_FI_DEV_XID_ERRORS')).toMatchObject([
      { value: 79, labels: { err_code: '79', err_msg: 'GPU has fallen off the bus', gpu: '0' } },
    ]);
  });

  it('are counted by number, each once however often it is told', () => {
    const fleet = openFleet();
    fleet.tell('gpu', h100, { temperature_celsius: 41 });
    for (const at of [1n, 2n, 2n, 3n, 1n]) fleet.xids.note(xid(31, at));
    fleet.xids.note(xid(79, 3n));
    const counts = fleet
      .read('isotherm_gpu_xid_total')
      .map(({ labels, value }) => [labels.xid, value]);
    expect(counts).toEqual([
      ['31', 3],
      ['79', 1],
    ]);
    expect(fleet.read('isotherm_gpu_xid_events_total')[0]?.value).toBe(4);
  });
});

describe('other measurements', () => {
  it('stand under our names with their own tags only', () => {
    const fleet = openFleet();
    fleet.tell('host_network', { host: 'h1', interface: 'eth0' }, { receive_bytes_total: 7n });
    expect(fleet.read('isotherm_host_network_receive_bytes_total')).toEqual([
      {
        name: 'isotherm_host_network_receive_bytes_total',
        labels: { host: 'h1', interface: 'eth0' },
        value: 7,
      },
    ]);
    const family = fleet.page().families.get('isotherm_host_network_receive_bytes_total');
    expect(family?.type).toBe('counter');
  });

  it('have bytes where we have bits', () => {
    const fleet = openFleet();
    const link = { host: 'h1', interface: 'eth0' };
    fleet.tell('host_network', link, { speed_bits_per_second: 100_000_000_000n });
    const [speed] = fleet.read('isotherm_host_network_speed_bytes_per_second');
    expect(speed?.value).toBe(12_500_000_000);
  });

  it('that nobody has described are not shown', () => {
    const fleet = openFleet();
    fleet.tell('weather', { host: 'h1' }, { rain: 1 });
    expect(fleet.page().samples).toEqual([]);
  });
});

it('never shows one series twice, whatever is written', () => {
  const word = fc.constantFrom('a', 'b', 'GPU-1', 'MIG-1', '0', '0:1', '"', '\\');
  const row = fc.record({
    measurement: fc.constantFrom('gpu', 'gpu', 'gpu_info', 'host', 'gpu_process'),
    tags: fc.dictionary(
      fc.constantFrom('host', 'gpu', 'index', 'model', 'simulated', 'process', 'foreign'),
      word,
      { noNullPrototype: true },
    ),
    fields: fc.dictionary(
      fc.constantFrom('temperature_celsius', 'lost', 'parent', 'mig_profile', 'load1'),
      fc.oneof(fc.double(), word),
      { noNullPrototype: true, minKeys: 1 },
    ),
    agoMs: fc.nat(70_000),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const fleet = openFleet();
      for (const { measurement, tags, fields, agoMs } of rows) {
        for (const [name, value] of Object.entries(fields)) {
          fleet.tell(measurement, tags, { [name]: value }, agoMs);
        }
      }
      const { samples, families } = fleet.page();
      const series = samples.map(({ name, labels }) =>
        JSON.stringify([name, Object.entries(labels).sort()]),
      );
      expect(new Set(series).size).toBe(series.length);
      for (const { name } of samples) expect(families.get(name)?.type).toMatch(/counter|gauge/);
    }),
  );
});
