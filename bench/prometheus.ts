import { Gauge, Registry } from 'prom-client';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import { gpu } from '#lib/metrics/gpu.ts';
import { encodePage } from '#lib/metrics/prometheus/encode-page.ts';
import { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { SampleTable, Tags } from '#lib/model/sample.ts';
import { compare, type Benchmark } from './benchmark.ts';

const gpus = 1000;
const rounds = 7;
const nowMs = Date.UTC(2026, 0, 1);

export const prometheus: Benchmark = {
  name: 'prometheus',
  about:
    'series/s of the page of a thousand GPUs with every field, beside prom-client’s of as many',
  async *run() {
    const page = openPage();
    const count = page().filter((line) => !line.startsWith('#')).length;
    const registry = openRegistry(Math.round(count / gpus));
    yield await compare({
      what: 'series written',
      unit: 'per_second',
      referenceWhat: 'prom-client',
      rounds,
      measure: () => rateOf(count, page),
      reference: () => rateOf(count, () => registry.metrics()),
    });
  },
};

/** Every line of the page: two readings are in the hub, so that there are rates. */
function openPage(): () => string[] {
  const hub = createLiveHub({ placeTags: (tags) => tags, clock: () => nowMs });
  for (const agoMs of [1000, 0]) {
    hub.publish([tableOf(nowMs - agoMs)], { receivedAtMs: nowMs, backlog: false });
  }
  const source = {
    series: (measurement: string) => hub.series(measurement, {}),
    rows: (measurement: string, fields: readonly string[]) => hub.latest(measurement, fields, {}),
  };
  const xids = new XidLedger();
  return () =>
    [...encodePage(source, xids, nowMs)]
      .join('')
      .split('\n')
      .filter((line) => line !== '');
}

function tableOf(timeMs: number): SampleTable {
  const rows = Array.from({ length: gpus }, (_, row) => row);
  const column = (place: number) => ({
    type: 'float' as const,
    values: Float64Array.from(rows, (row) => (timeMs - nowMs + 2000) * place + row / 7),
    present: new Uint8Array(gpus).fill(1),
  });
  return {
    measurement: 'gpu',
    series: rows.map(tagsOf),
    seriesIndex: Uint32Array.from(rows),
    timeNs: BigInt64Array.from(rows, () => BigInt(timeMs) * 1_000_000n),
    columns: Object.fromEntries(gpu.fields.map(({ name }, place) => [name, column(place)])),
  };
}

function openRegistry(families: number): Registry {
  const registry = new Registry();
  const labels = ['gpu', 'UUID', 'device', 'modelName', 'Hostname'] as const;
  for (let family = 0; family < families; family += 1) {
    const options = {
      name: `DCGM_FI_DEV_NUMBER_${family}`,
      help: 'One of many',
      labelNames: labels,
    };
    const gauge = new Gauge({ ...options, registers: [registry] });
    for (let row = 0; row < gpus; row += 1) {
      const { index = '', gpu: uuid = '', model = '', host = '' } = tagsOf(row);
      const values = { gpu: index, UUID: uuid, device: `nvidia${index}`, modelName: model };
      gauge.set({ ...values, Hostname: host }, row / 7);
    }
  }
  return registry;
}

function tagsOf(row: number): Tags {
  return {
    host: `gpu-host-${Math.floor(row / 8)}`,
    gpu: `GPU-604ac76c-d9cf-fef3-62e9-${String(row).padStart(12, '0')}`,
    index: String(row % 8),
    model: 'NVIDIA H100 80GB HBM3',
  };
}

async function rateOf(series: number, work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return series / ((performance.now() - began) / 1000);
}
