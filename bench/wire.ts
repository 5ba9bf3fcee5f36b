import { gunzipSync, gzipSync } from 'node:zlib';
import type { FieldValue, Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { LineMemory } from '#lib/wire/line-protocol/line-memory.ts';
import { eachLine, parsePoints, type ParseOptions } from '#lib/wire/line-protocol/parse.ts';
import { TablesBuilder } from '#lib/wire/line-protocol/tabulate.ts';
import { compare, type Benchmark, type Measurement } from './benchmark.ts';

const gpus = 1000;
const rounds = 9;
const roundSeconds = 0.2;
const options: ParseOptions = { precision: 'ns', nowNs: 0n };

export const wire: Benchmark = {
  name: 'wire',
  about: 'lines/s of line protocol, 20 fields a line, beside JSON of the same samples',
  run: async function* () {
    const points = Array.from({ length: gpus }, (_, index) => gpuPoint(index));
    const bytes = Buffer.from(encodePoints(points));
    const packed = gzipSync(bytes, { level: 1 });
    const plain = points.map(plainPoint);
    const json = JSON.stringify(plain);
    const parseJson = () => JSON.parse(json) as unknown;
    const writeJson = () => JSON.stringify(plain);
    const memory = new LineMemory();
    const known = (input: Buffer) => readTables(input, memory);
    const anew = (input: Buffer) => readTables(input, new LineMemory());
    yield beside('parse known series', () => known(bytes), 'JSON.parse', parseJson);
    yield beside(
      'gunzip, parse known series',
      () => known(gunzipSync(packed)),
      'JSON.parse',
      parseJson,
    );
    yield beside('parse new series', () => anew(bytes), 'JSON.parse', parseJson);
    yield beside('parse into points', () => parsePoints(bytes, options), 'JSON.parse', parseJson);
    yield beside('encode', () => encodePoints(points), 'JSON.stringify', writeJson);
  },
};

function beside(
  what: string,
  work: () => unknown,
  referenceWhat: string,
  reference: () => unknown,
): Promise<Measurement> {
  return compare({
    what,
    unit: 'per_second',
    referenceWhat,
    rounds,
    measure: () => lineRate(work),
    reference: () => lineRate(reference),
  });
}

function lineRate(work: () => unknown): number {
  const began = performance.now();
  let [lines, seconds] = [0, 0];
  while (seconds < roundSeconds) {
    work();
    lines += gpus;
    seconds = (performance.now() - began) / 1000;
  }
  return lines / seconds;
}

function readTables(bytes: Buffer, memory: LineMemory): unknown {
  const tables = new TablesBuilder();
  eachLine(bytes, { ...options, memory }, (line) => {
    if ('message' in line) throw new Error(`parse line ${line.line}: ${line.message}`);
    tables.addLine(line);
    return true;
  });
  return tables.finish();
}

/** What a JSON API would send: plain values, integers as decimal text so that none is rounded. */
function plainPoint({ measurement, tags, fields, timeNs }: Point): unknown {
  const values = Object.entries(fields).map(([name, { type, value }]) => [
    name,
    type === 'integer' ? String(value) : value,
  ]);
  return { measurement, tags, fields: Object.fromEntries(values) as unknown, time: String(timeNs) };
}

function gpuPoint(index: number): Point {
  const letters = Array.from({ length: 20 }, (_, field) => String.fromCharCode(97 + field));
  return {
    measurement: 'gpu',
    tags: {
      host: `node-${Math.trunc(index / 8)}`,
      gpu: `GPU-00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
      index: String(index % 8),
    },
    fields: Object.fromEntries(
      letters.map((letter, field) => [`reading_${letter}`, reading(index, field)]),
    ),
    timeNs: 1_700_000_000_000_000_000n,
  };
}

/** A mix as GPUs give it: every fourth a counter, the others gauges with a few digits. */
function reading(index: number, field: number): FieldValue {
  const value = (index * 7919 + field * 104_729) % 100_000;
  return field % 4 === 0
    ? { type: 'integer', value: BigInt(value) * 1_000_003n }
    : { type: 'float', value: value / 100 };
}
