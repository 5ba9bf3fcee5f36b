import { openDataSet } from '/work/wt/query/bench/queries/data-set.ts';
const [, , m = '30', h = '365'] = process.argv;
const d = await openDataSet(
  '/tmp/isotherm-bench-queries',
  { gpus: 1000, minuteDays: Number(m), hourDays: Number(h) },
  (s) => console.log(new Date().toISOString(), s),
);
console.log(d);
