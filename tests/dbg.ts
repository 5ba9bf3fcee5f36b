import { readFileSync } from 'node:fs';
import { openVictoriaStore } from '#lib/store/victoriametrics/open-victoria-store.ts';
import { startVictoria } from '#tests/simulator/victoriametrics.ts';
import { execSync } from 'node:child_process';
const log = { info: console.log, warn: console.log, error: console.log };
const server = await startVictoria();
const pid = execSync(`pgrep -f "storageDataPath=${server.folder}"`).toString().trim().split('\n')[0];
const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const store = await openVictoriaStore({ config: { insertUrl: server.url, selectUrl: server.url, isCluster: false, credentials: { kind: 'none' } }, directory: server.folder + '/j', clock: Date.now, log });
const N = 1000, F = 20;
const series = Array.from({ length: N }, (_, g) => ({ gpu: `GPU-8f2c1d3e-0000-4444-aaaa-${String(g).padStart(12, '0')}`, host: `node-${g >> 3}`, index: String(g & 7), pci: '0000:19:00.0', model: 'NVIDIA H100 80GB HBM3' }));
const table = (times: number[]) => {
  const rows = N * times.length; const present = new Uint8Array(rows).fill(1);
  return { measurement: 'gpu', series, seriesIndex: Uint32Array.from({ length: rows }, (_, r) => r % N), timeNs: BigInt64Array.from({ length: rows }, (_, r) => BigInt(times[Math.floor(r / N)]!) * 1000000n),
    columns: Object.fromEntries(Array.from({ length: F }, (_, f) => ['field_number_' + f, { type: 'float' as const, present, values: Float64Array.from({ length: rows }, () => Math.round(Math.random() * 1e5) / 100) }])) };
};
let T = Date.now() - 3600e3;
await store.write({ tables: [table([T])] });
const stat = (a: number[]) => { a.sort((x, y) => x - y); return `p50 ${a[a.length >> 1]!.toFixed(0)} p99 ${a[Math.floor(a.length * .99)]!.toFixed(0)}`; };
for (const [rows, parallel] of [[1, 1], [5, 1], [5, 2]] as const) {
  const ms: number[] = []; const tables = Array.from({ length: 20 }, () => table(Array.from({ length: rows }, () => (T += 1000))));
  const c0 = cpu(), u0 = process.cpuUsage(), t0 = performance.now();
  let next = 0; await Promise.all(Array.from({ length: parallel }, async () => { while (next < tables.length) { const t = tables[next++]!; const a = performance.now(); await store.write({ tables: [t] }); ms.push(performance.now() - a); } }));
  const wall = performance.now() - t0, u = process.cpuUsage(u0), points = 20 * rows * N;
  console.log(`batches of ${rows * N} x${parallel}: ${(points / wall).toFixed(1)}k points/s, ours ${((u.user + u.system) / points).toFixed(1)} us/point, server ${((cpu() - c0) * 1000 / points).toFixed(1)} us/point, ${stat(ms)} ms`);
}
{ const ms: number[] = []; const u0 = process.cpuUsage(); const c0 = cpu(); for (let i = 0; i < 200; i++) { const rows = 8; const present = new Uint8Array(rows).fill(1); const a = performance.now(); T += 1000; await store.write({ tables: [{ measurement: 'gpu', series: series.slice(0, 8), seriesIndex: Uint32Array.from({ length: 8 }, (_, r) => r), timeNs: new BigInt64Array(8).fill(BigInt(T) * 1000000n), columns: Object.fromEntries(Array.from({ length: F }, (_, f) => ['field_number_' + f, { type: 'float' as const, present, values: Float64Array.from({ length: rows }, () => Math.random()) }])) }], batch: { source: 'x', sequence: BigInt(i) } }); ms.push(performance.now() - a); } const u = process.cpuUsage(u0); console.log('agent batch of 8 rows', stat(ms), 'ours us', ((u.user + u.system) / 200).toFixed(0), 'server us', (cpu() - c0) * 1000 / 200); }
const q = async (name: string, f: () => Promise<unknown>) => { const ms = []; for (let i = 0; i < 6; i++) { const a = performance.now(); await f(); ms.push(Math.round(performance.now() - a)); } console.log(name, ms.join(' ')); };
const sig = new AbortController().signal;
await q('latest of all, 5 fields', () => store.latest({ measurement: 'gpu', fields: [0, 1, 2, 3, 4].map((f) => 'field_number_' + f), match: {}, nowMs: T, maxAgeMs: 60000 }, sig));
await q('1 GPU 1 h 20 fields', () => store.series({ measurement: 'gpu', fields: Array.from({ length: 20 }, (_, f) => 'field_number_' + f), match: { gpu: [series[5]!.gpu] }, startMs: T - 3600e3, endMs: T, maxPoints: 500, aggregate: 'mean' }, sig));
const names = Object.fromEntries(Array.from({ length: 125 }, (_, h) => [`node-${h}`, { rack: `R${h >> 2}` }]));
await q('by rack (joined), 200 steps', () => store.series({ measurement: 'gpu', fields: ['field_number_0'], match: {}, join: { tag: 'host', names }, groupBy: ['rack'], across: 'sum', startMs: T - 200e3, endMs: T, stepMs: 1000, maxPoints: 500, aggregate: 'mean' }, sig));
await q('top 20', () => store.top({ measurement: 'gpu', field: 'field_number_0', match: {}, startMs: T - 3600e3, endMs: T, aggregate: 'mean', order: 'highest', limit: 20 }, sig));
await q('increase, 125 series x 20 steps with resets', () => store.series({ measurement: 'gpu', fields: ['field_number_0'], match: { index: ['0'] }, groupBy: [], across: 'sum', startMs: T - 200e3, endMs: T, stepMs: 10000, maxPoints: 500, aggregate: 'increase' }, sig));
console.log(await store.tiers(sig));
await store.close(); await server.stop();
