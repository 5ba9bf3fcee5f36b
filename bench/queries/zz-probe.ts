import { openDatabaseFile } from '#lib/store/duckdb/database-file.ts';
const dir = process.argv[2];
const inst = await openDatabaseFile(dir + '/samples.duckdb');
const c = await inst.connect();
console.log(
  (await c.runAndReadAll(`SELECT table_name, estimated_size FROM duckdb_tables()`)).getRows(),
);
async function t(name: string, f: () => Promise<unknown>) {
  const ts: number[] = [];
  let r;
  for (let i = 0; i < 6; i++) {
    const a = performance.now();
    r = await f();
    ts.push(performance.now() - a);
  }
  console.log(name, ts.map((x) => x.toFixed(0)).join(' '), r ?? '');
}
const H = (
  await c.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'm%_1h_%' ORDER BY 1`,
  )
)
  .getRows()
  .map((r) => String(r[0]));
const cols = (await c.runAndReadAll(`SELECT id, name FROM fields`)).getRows();
const f = Object.fromEntries(cols.map(([id, name]) => [name, 'f' + id]));
const P = f['power_watts'],
  T = f['temperature_celsius'],
  E = f['energy_joules_total'];
const end = BigInt(Date.UTC(2026, 9, 31)) * 1000000n;
const from = end - 30n * 86400n * 1000000000n;
const src = (cs: string) =>
  '(' + H.map((h) => `SELECT series, ts, ${cs} FROM ${h}`).join(' UNION ALL ') + ')';
const W = `WHERE ts >= ${from} AND ts < ${end}`;
async function drain(sql: string) {
  const res = await c.run(sql);
  let rows = 0,
    sum = 0;
  for (;;) {
    const ch = await res.fetchChunk();
    if (!ch || ch.rowCount === 0) break;
    const n = ch.rowCount;
    rows += n;
    for (let i = 0; i < ch.columnCount; i++)
      sum += ((ch.getColumnVector(i) as any).items ?? [])[0] ? 1 : 0;
  }
  return rows;
}
await t('count', () => drain(`SELECT count(*)::INTEGER FROM ${src('1')} ${W}`));
await t('fleet old', () =>
  drain(
    `SELECT bucket::INTEGER, sum(v) FROM (SELECT series, (ts-${from})//3600000000000 AS bucket, sum(s)/sum(n) v FROM (SELECT series, ts, ${P}_mean*${P}_count AS s, ${P}_count n FROM ${src(`${P}_mean, ${P}_count`)} ${W}) GROUP BY series, bucket) GROUP BY bucket`,
  ),
);
await t('fleet exact', () =>
  drain(
    `SELECT bucket::INTEGER, sum(v) FROM (SELECT series, (ts-${from})//3600000000000 AS bucket, ${P}_mean v FROM ${src(`${P}_mean`)} ${W}) GROUP BY bucket`,
  ),
);
await t('scan 3 cols to js', () =>
  drain(
    `SELECT series, ((ts-${from})//3600000000000)::INTEGER, ${E}_last FROM ${src(`${E}_last`)} ${W}`,
  ),
);
await t('scan 5 cols to js', () =>
  drain(
    `SELECT series, ((ts-${from})//3600000000000)::INTEGER, ${E}_last, ${E}_first, ${E}_inner FROM ${src(`${E}_last,${E}_first,${E}_inner`)} ${W}`,
  ),
);
await t('window', () =>
  drain(
    `SELECT series, bucket, sum(CASE WHEN fst >= b THEN fst-b ELSE fst END + i) FROM (SELECT series, (ts-${from})//86400000000000 AS bucket, ${E}_first fst, ${E}_inner i, lag(${E}_last) OVER (PARTITION BY series ORDER BY ts) b FROM ${src(`${E}_last,${E}_first,${E}_inner`)} ${W}) GROUP BY series, bucket`,
  ),
);
await t('p95', () =>
  drain(
    `SELECT bucket::INTEGER, quantile_cont(v, [0.5,0.95]) FROM (SELECT series, (ts-${from})//3600000000000 AS bucket, ${T}_mean v FROM ${src(`${T}_mean`)} ${W}) GROUP BY bucket`,
  ),
);
await t('top', () =>
  drain(
    `SELECT series, sum(s)/sum(n) v FROM (SELECT series, ${P}_mean*${P}_count s, ${P}_count n FROM ${src(`${P}_mean,${P}_count`)} ${W}) GROUP BY series`,
  ),
);
await t('wanted', async () => {
  await c.run('CREATE OR REPLACE TEMP TABLE wanted (series INTEGER, grp INTEGER)');
  const a = await c.createAppender('wanted');
  for (let i = 0; i < 1000; i++) {
    a.appendInteger(i);
    a.appendInteger(i >> 6);
    a.endRow();
  }
  a.flushSync();
  a.closeSync();
});
await t('fleet exact join', () =>
  drain(
    `SELECT grp, bucket::INTEGER, sum(v) FROM (SELECT series, (ts-${from})//3600000000000 AS bucket, ${P}_mean v FROM ${src(`${P}_mean`)} ${W} AND series IN (SELECT series FROM wanted)) JOIN wanted USING (series) GROUP BY grp, bucket`,
  ),
);
await t('fleet exact join no IN', () =>
  drain(
    `SELECT grp, bucket::INTEGER, sum(v) FROM (SELECT series, (ts-${from})//3600000000000 AS bucket, ${P}_mean v FROM ${src(`${P}_mean`)} ${W}) JOIN wanted USING (series) GROUP BY grp, bucket`,
  ),
);

const M = (
  await c.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'm%_1m_%' ORDER BY 1`,
  )
)
  .getRows()
  .map((r) => String(r[0]));
const srcM = (cs: string) =>
  '(' + M.map((h) => `SELECT series, ts, ${cs} FROM ${h}`).join(' UNION ALL ') + ')';
await t('fleet 1m tier, exact bucket sum of mean', () =>
  drain(
    `SELECT bucket::INTEGER, sum(v) FROM (SELECT (ts-${from})//2400000000000 AS bucket, ${P}_mean v FROM ${srcM(`${P}_mean`)} ${W}) GROUP BY bucket`,
  ),
);
await t('fleet 1m tier, per series', () =>
  drain(
    `SELECT bucket::INTEGER, sum(v) FROM (SELECT series, (ts-${from})//2400000000000 AS bucket, sum(${P}_mean*${P}_count)/sum(${P}_count) v FROM ${srcM(`${P}_mean, ${P}_count`)} ${W} GROUP BY series, bucket) GROUP BY bucket`,
  ),
);
const day = end - 86400n * 1000000000n;
await t('replay slice 250', () =>
  drain(
    `SELECT series, ((ts-${day})//60000000000)::INTEGER, ${T}_mean FROM ${srcM(`${T}_mean`)} WHERE ts >= ${day} AND ts < ${day + 250n * 60n * 1000000000n}`,
  ),
);
const year = end - 365n * 86400n * 1000000000n;
await t('year scan', () =>
  drain(
    `SELECT series, ((ts-${year})//3600000000000)::INTEGER, ${E}_last FROM ${src(`${E}_last`)} WHERE ts >= ${year} AND ts < ${end}`,
  ),
);
process.exit(0);
