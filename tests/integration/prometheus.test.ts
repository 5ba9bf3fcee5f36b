import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openExporter, type Exporter } from '#collectors/agent/prometheus/exporter.ts';
import { systemClock } from '#collectors/agent/clock.ts';
import { dcgmMetrics } from '#lib/metrics/prometheus/dcgm-metrics.ts';
import type { Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { parsePage } from '#tests/exposition/parse-page.ts';
import { repositoryRoot } from '#tests/simulator/process.ts';
import { startAgent, testTokens } from '#tests/simulator/isotherm.ts';
import {
  checkMetrics,
  startPrometheus,
  type PrometheusServer,
} from '#tests/simulator/prometheus.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';
import { createGpuHosts, onePointOfEach, type GpuHosts } from './prometheus/gpu-hosts.ts';
import { alertRules, dashboardPanels } from './prometheus/dcgm-queries.ts';

const patience = { timeout: 60_000, interval: 500 };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let server: ServerWithoutPages;
let exporter: Exporter;
let prometheus: PrometheusServer;
let hosts: GpuHosts;

beforeAll(async () => {
  server = await startServerWithoutPages();
  const listen = { host: '127.0.0.1', port: 0 };
  exporter = await openExporter({ listen, clock: systemClock, log: quiet });
  hosts = createGpuHosts(['gpu-a', 'gpu-b'], 2);
  prometheus = await startPrometheus([
    { name: 'fleet', url: `${server.url}/metrics/fleet`, token: testTokens.admin },
    { name: 'part', url: `${server.url}/metrics/fleet?match=host:gpu-b`, token: testTokens.admin },
    { name: 'agent', url: exporter.url },
  ]);
});

afterAll(async () => {
  await prometheus.stop();
  await exporter.close();
  await server.stop();
});

/** One second in the life of the hosts: the server is told of both, the exporter of the first. */
async function liveOn(): Promise<void> {
  const points = hosts.read(Date.now());
  exporter.note(points.filter(({ tags }) => tags.host === 'gpu-a'));
  await write(points);
}

async function write(points: readonly Point[]): Promise<void> {
  const response = await fetch(`${server.url}/write?precision=ns`, {
    method: 'POST',
    headers: { Authorization: `Token ${testTokens.agent}` },
    body: encodePoints(points),
  });
  expect(response.status, await response.text()).toBe(204);
}

async function fleetPage(query = '', token: string | null = testTokens.admin): Promise<Response> {
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  return fetch(`${server.url}/metrics/fleet${query}`, { headers });
}

/** Lets the hosts live on until the query has an answer. */
async function answerOf(expression: string) {
  return vi.waitFor(async () => {
    await liveOn();
    const results = await prometheus.query(expression);
    expect(results, expression).not.toEqual([]);
    return results;
  }, patience);
}

describe('a real Prometheus', () => {
  it('takes every page', async () => {
    await vi.waitFor(async () => {
      await liveOn();
      const targets = await prometheus.targets();
      expect(targets.map(({ job, health, lastError }) => [job, health, lastError]).sort()).toEqual([
        ['agent', 'up', ''],
        ['fleet', 'up', ''],
        ['part', 'up', ''],
      ]);
    }, patience);
    expect(server.complaints).toEqual([]);
  });

  it.each(['fleet', 'agent'])('sees each GPU once through the %s', async (job) => {
    const wanted = job === 'fleet' ? 4 : 2;
    await vi.waitFor(async () => {
      await liveOn();
      const results = await prometheus.query(`DCGM_FI_DEV_GPU_TEMP{job="${job}"}`);
      expect(results).toHaveLength(wanted);
    }, patience);
    const [first] = await prometheus.query(
      `DCGM_FI_DEV_GPU_TEMP{job="${job}",Hostname="gpu-a",gpu="1"}`,
    );
    expect(first?.metric).toMatchObject({
      UUID: 'GPU-gpu-a-1',
      pci_bus_id: '00000000:1A:00.0',
      device: 'nvidia1',
      modelName: 'NVIDIA H100 80GB HBM3',
      DCGM_FI_DRIVER_VERSION: '560.35.03',
    });
  });

  it('knows counters from gauges', async () => {
    await answerOf('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION');
    for (const [metric, type] of [
      ['DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'counter'],
      ['DCGM_FI_DEV_GPU_TEMP', 'gauge'],
      ['DCGM_FI_DEV_XID_ERRORS', 'gauge'],
      ['isotherm_gpu_xid_events_total', 'counter'],
      ['isotherm_host_load1', 'gauge'],
    ] as const) {
      const told = await prometheus.metadata(metric);
      expect(
        told.map((one) => one.type),
        metric,
      ).toContain(type);
    }
  });

  it('keeps any label value as it was', async () => {
    const name = 'quote " slash \\ line \n return \r tab \t é 猫 {}=,#';
    const tags = { host: name, gpu: 'GPU-odd', index: '0', model: 'x' };
    const fields = { fan_ratio: { type: 'float', value: 0.4 } } as const;
    const odd = { measurement: 'gpu', tags, fields, timeNs: BigInt(Date.now()) * 1_000_000n };
    await vi.waitFor(async () => {
      exporter.note([odd]);
      const [seen] = await prometheus.query('DCGM_FI_DEV_FAN_SPEED{UUID="GPU-odd"}');
      expect(seen?.metric.Hostname).toBe(name);
    }, patience);
  });
});

describe.each(['fleet', 'agent'])('what was written for dcgm-exporter, through the %s', (job) => {
  it.each(dashboardPanels)('draws $title', async ({ expression }) => {
    for (const variable of ['Hostname', 'gpu']) {
      const values = await prometheus.labelValues(variable, `DCGM_FI_DEV_FB_FREE{job="${job}"}`);
      expect(values.length, variable).toBeGreaterThan(0);
    }
    const [result] = await answerOf(expression(`job="${job}"`));
    expect(result?.value).toBeGreaterThan(0);
  });

  it.each(alertRules)('judges $expression', async ({ expression, fires }) => {
    const asked = expression.replaceAll('{}', `{job="${job}"}`);
    if (fires) expect(await answerOf(asked)).not.toEqual([]);
    else {
      await answerOf(`DCGM_FI_DEV_GPU_TEMP{job="${job}"}`);
      expect(await prometheus.query(asked)).toEqual([]);
    }
  });
});

describe('Xids', () => {
  it('stay on the gauge, and count from the first', async () => {
    await answerOf('isotherm_gpu_xid_events_total == 0');
    const event = hosts.xid('gpu-a', 0, 79, 'GPU has fallen off the bus', Date.now());
    exporter.note([event]);
    await write([event]);
    for (const job of ['fleet', 'agent']) {
      const [last] = await answerOf(`DCGM_FI_DEV_XID_ERRORS{job="${job}"} > 0`);
      expect(last).toMatchObject({ value: 79, metric: { err_code: '79', gpu: '0' } });
      const [counted] = await answerOf(`isotherm_gpu_xid_total{job="${job}",xid="79"}`);
      expect(counted?.value).toBe(1);
      await answerOf(`increase(isotherm_gpu_xid_events_total{job="${job}"}[1m]) > 0`);
    }
  });
});

describe('promtool', () => {
  it('has nothing to say of our own names', async () => {
    const listen = { host: '127.0.0.1', port: 0 };
    const everything = await openExporter({ listen, clock: systemClock, log: quiet });
    everything.note(onePointOfEach(Date.now()));
    const page = await (await fetch(everything.url)).text();
    await everything.close();
    const own = page.split('\n').filter((line) => /^(# \w+ )?isotherm_/.test(line));
    expect(checkMetrics(`${own.join('\n')}\n`)).toEqual({ status: 0, remarks: [] });
    const names = new Set(own.map((line) => /isotherm_\w+/.exec(line)?.[0]));
    expect(names.size).toBeGreaterThan(100);
  });

  it('has of dcgm-exporter’s only what those names bring with them', async () => {
    await liveOn();
    const page = await (await fleetPage()).text();
    const { families } = parsePage(page);
    const wanted = [...families].flatMap(([name, { type }]) =>
      name.startsWith('DCGM_') ? remarksOn(name, type) : [],
    );
    const { status, remarks } = checkMetrics(page);
    expect([...remarks].sort()).toEqual(wanted.sort());
    expect(status).toBe(3);
    const shown = new Set(families.keys());
    expect(dcgmMetrics.filter(({ name }) => !shown.has(name))).toEqual([]);
  });
});

/** What its names and the label modelName cost: names are for those who know them already. */
function remarksOn(name: string, type: string): string[] {
  const kind = /_(COUNTER|SUMMARY)$/.exec(name)?.[1];
  return [
    `${name} label names should be written in 'snake_case' not 'camelCase'`,
    ...(type === 'counter' ? [`${name} counter metrics should have "_total" suffix`] : []),
    ...(name.endsWith('_NS') ? [`${name} metric names should not contain abbreviated units`] : []),
    ...(kind ? [`${name} metric name should not include type '${kind.toLowerCase()}'`] : []),
  ];
}

describe('/metrics/fleet', () => {
  it('wants a token that may read', async () => {
    expect((await fleetPage('', null)).status).toBe(401);
    expect((await fleetPage('', testTokens.agent)).status).toBe(403);
    const answer = await fleetPage();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
  });

  it('shows the part that is asked for, and no times', async () => {
    await liveOn();
    const page = await (await fleetPage('?match=host:gpu-b')).text();
    const named = new Set(
      parsePage(page).samples.map(({ labels }) => labels.Hostname ?? labels.host),
    );
    expect([...named]).toEqual(['gpu-b']);
    expect((await fleetPage('?match=host')).status).toBe(400);
    expect((await fleetPage('?hosts=gpu-b')).status).toBe(400);
  });

  it('is read only', async () => {
    const headers = { Authorization: `Bearer ${testTokens.admin}` };
    const answer = await fetch(`${server.url}/metrics/fleet`, { method: 'POST', headers });
    expect(answer.status).toBe(405);
    const head = await fetch(`${server.url}/metrics/fleet`, { method: 'HEAD', headers });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('isotherm agent --prometheus', () => {
  async function withAgent(environment: Record<string, string>, check: (url: string) => unknown) {
    const nowhere = { ISOTHERM_SERVER_URL: '', ...environment };
    const agent = startAgent(null, nowhere, ['--prometheus', '127.0.0.1:0']);
    try {
      const url = await vi.waitFor(() => {
        const found = /(http:\/\/127\.0\.0\.1:\d+\/metrics)/.exec(agent.output())?.[1];
        expect(found, agent.output()).toBeDefined();
        return found ?? '';
      }, patience);
      await check(url);
    } finally {
      await agent.stop();
    }
    expect(agent.process.exitCode).toBe(0);
  }

  it('needs no server, shows its own health, and ends cleanly', async () => {
    await withAgent({}, async (url) => {
      const page = await pageWith(url, 'isotherm_agent_cpu_ratio');
      expect(page).toMatch(/^isotherm_agent_collector_succeeded\{.*collector="host"\} 1$/m);
      expect(checkMetrics(page)).toEqual({ status: 0, remarks: [] });
      expect((await fetch(url, { method: 'POST' })).status).toBe(405);
      expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
    });
  });

  it('shows the GPUs of its machine', async () => {
    const cases = path.join(repositoryRoot, 'collectors/amdgpu/testdata');
    const rootfs = path.join(cases, 'two-mi300x-without-hbm-temperature/recording/1');
    await withAgent({ ISOTHERM_ROOTFS: rootfs, ISOTHERM_AGENT_HOST: 'amd-1' }, async (url) => {
      const { samples } = parsePage(await pageWith(url, 'DCGM_FI_DEV_GPU_TEMP'));
      const temperatures = samples.filter(({ name }) => name === 'DCGM_FI_DEV_GPU_TEMP');
      expect(temperatures.map(({ value }) => value)).toEqual([39, 88]);
      expect(temperatures[1]?.labels).toEqual({
        gpu: '1',
        UUID: 'GPU-0f1e2d3c4b5a6978',
        pci_bus_id: '00000000:26:00.0',
        modelName: 'AMD Instinct MI300X',
        Hostname: 'amd-1',
      });
      expect(samples.some(({ name }) => name === 'DCGM_FI_DEV_MEMORY_TEMP')).toBe(false);
    });
  });

  async function pageWith(url: string, metric: string): Promise<string> {
    return vi.waitFor(async () => {
      const page = await (await fetch(url)).text();
      expect(page).toContain(`${metric}{`);
      return page;
    }, patience);
  }
});
