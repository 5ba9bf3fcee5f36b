import { expect, it } from 'vitest';
import { parseFacts } from './server-facts.ts';

const metrics = (dedup: string, retention: string): string =>
  [
    `flag{name="dedup.minScrapeInterval", value="${dedup}", is_set="true"} 1`,
    `flag{name="retentionPeriod", value="${retention}", is_set="true"} 1`,
    'vm_rows{type="indexdb"} 411172',
    'vm_rows{type="storage/big"} 40',
    'vm_rows{type="storage/small"} 2',
    'vm_data_size_bytes{type="indexdb"} 100',
    'vm_data_size_bytes{type="storage/small"} 7',
  ].join('\n');

const daySeconds = 86_400;

it.each([
  ['1ms', 1],
  ['0s', 0],
  ['1m30s', 90_000],
  ['0.5s', 500],
])('reads an interval of %s', (text, dedupMs) => {
  expect(parseFacts(metrics(text, '1')).dedupMs).toBe(dedupMs);
});

it.each([
  ['1', 31 * daySeconds],
  ['100y', 36_500 * daySeconds],
  ['45d', 45 * daySeconds],
  ['2w', 14 * daySeconds],
])('reads a retention of %s', (text, keepSeconds) => {
  expect(parseFacts(metrics('1ms', text)).keepSeconds).toBe(keepSeconds);
});

it('counts samples without the index, and bytes with it', () => {
  expect(parseFacts(metrics('1ms', '1'))).toMatchObject({ rows: 42, bytes: 107 });
});

it('takes a server that names no interval for one that has none', () => {
  expect(parseFacts('').dedupMs).toBe(0);
});
