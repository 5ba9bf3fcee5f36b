import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { energyCsv } from '#lib/energy/energy-csv.ts';
import { readEnergy } from '#lib/energy/read-energy.ts';
import { readPower } from '#lib/energy/read-power.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { SampleValue, Store } from '#lib/store/store.ts';
import { tableOf } from '#tests/live/table.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';

const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const startMs = nowMs - 3_600_000;
const { signal } = new AbortController();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('energy', () => {
  const directory = temporaryDirectory('isotherm-energy-');
  let database: Database;
  let store: Store;

  beforeAll(async () => {
    database = await openDatabase({ databaseUrl: null, dataDirectory: directory, log: quiet });
    store = await openDuckDbStore({ directory: path.join(directory, 'samples') });
    const site = await database.prisma.site.create({
      data: { name: 'Oslo', timeZone: 'UTC', energyPricePerKwh: 0.5, currency: 'EUR' },
    });
    const rack = await database.prisma.rack.create({
      data: { siteId: site.id, room: 'a', row: '1', name: 'R01' },
    });
    await database.prisma.placement.create({ data: { host: 'n1', rackId: rack.id } });
    // n1: 100 W of packages by a counter and a GPU of 300 W by samples, for the whole hour.
    await samples('host', { host: 'n1' }, (second) => ({
      package_energy_joules_total: second * 100,
    }));
    await samples('gpu', { host: 'n1', gpu: 'GPU-1' }, () => ({ power_watts: 300 }));
    // n2: the whole host at 500 W for half of the hour, its packages are in it.
    await samples('host', { host: 'n2' }, (second) =>
      second < 1800 ? { power_watts: 500, package_energy_joules_total: second * 90 } : null,
    );
  });

  afterAll(async () => {
    await store.close();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function samples(
    measurement: string,
    tags: Readonly<Record<string, string>>,
    fieldsAt: (second: number) => Readonly<Record<string, SampleValue>> | null,
  ): Promise<void> {
    const rows = [];
    for (let second = 0; second < 3600; second += 10) {
      const fields = fieldsAt(second);
      if (fields) rows.push({ tags, timeMs: startMs + second * 1000, fields });
    }
    await store.write({ tables: [tableOf(measurement, rows)] });
  }

  it('counts counters and integrates power, and adds no part to its whole', async () => {
    const query = { startMs, endMs: nowMs, groupBy: 'host' } as const;
    const { rows, total } = await readEnergy({ store, database }, query, nowMs, signal);
    const sum = (name: string) => {
      const own = rows.filter((row) => row.name === name);
      return own.reduce((joules, row) => joules + (row.joules ?? 0), 0);
    };
    expect(Math.abs(sum('n1') - 400 * 3600)).toBeLessThan(0.02 * 400 * 3600);
    expect(Math.abs(sum('n2') - 500 * 1800)).toBeLessThan(0.02 * 500 * 1800);
    const [n1] = rows.filter(({ name }) => name === 'n1');
    const [n2] = rows.filter(({ name }) => name === 'n2');
    expect(n1).toMatchObject({
      scopes: ['cpu_packages', 'gpus'],
      methods: ['counter', 'integrated'],
      currency: 'EUR',
    });
    expect(n1?.coverageRatio).toBeGreaterThan(0.97);
    expect(n2).toMatchObject({ scopes: ['host'], methods: ['integrated'], cost: null });
    expect(n2?.coverageRatio).toBeCloseTo(0.5, 1);
    expect(total.costs[0]?.amount).toBeCloseTo(0.4 * 0.5, 2);
    expect(total.coverageRatio).toBeCloseTo(0.75, 1);
  });

  it('groups by rack, and says which hosts stand in none', async () => {
    const query = { startMs, endMs: nowMs, groupBy: 'rack' } as const;
    const report = await readEnergy({ store, database }, query, nowMs, signal);
    expect(new Set(report.rows.map(({ name }) => name))).toEqual(new Set(['R01', null]));
    const [header, ...lines] = energyCsv(report).trim().split('\r\n');
    expect(header).toContain('date,time_zone,rack,energy_kwh,coverage_ratio');
    expect(lines).toHaveLength(report.rows.length);
  });

  it('knows nothing where nothing was measured, and does not call it zero', async () => {
    const query = { startMs: startMs - 7_200_000, endMs: startMs - 3_600_000 } as const;
    const by = { ...query, groupBy: 'host' } as const;
    const { rows, total } = await readEnergy({ store, database }, by, nowMs, signal);
    expect(rows).toEqual([]);
    expect(total).toMatchObject({ joules: null, coverageRatio: 0, costs: [] });
  });

  it('draws power by what it covers', async () => {
    const power = await readPower({ store }, { startMs, endMs: nowMs }, signal);
    expect(power.scopes).toEqual(['host', 'cpu_packages', 'gpus']);
    expect(power.columns[2]?.find((value) => value !== null)).toBeCloseTo(300, 3);
  });

  it('refuses ranges it cannot answer', async () => {
    const read = (from: number, to: number) => {
      const query = { startMs: from, endMs: to, groupBy: 'host' } as const;
      return readEnergy({ store, database }, query, nowMs, signal);
    };
    await expect(read(nowMs, nowMs - 1)).rejects.toThrow('the range ends before it starts');
    await expect(read(nowMs - 93 * 86_400_000, nowMs)).rejects.toThrow('at most 92 days');
  });
});
