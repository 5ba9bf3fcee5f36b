import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMeasurement } from '#lib/metrics/catalogue.ts';
import { LineStream, type StreamedLine } from '#lib/wire/line-protocol/line-stream.ts';
import { createHall, stepHall } from '../hall.ts';
import { faultNames } from '../fault/fault.ts';
import { parseFault } from '../fault/parse-fault.ts';
import { requestFaults } from '../fault/step-faults.ts';
import { planHall } from '../plan/hall-plan.ts';
import { createHallReport, reportParts, type ReportOptions } from './hall-report.ts';
import { firstField, LineWriter, nextField, bytesOf } from './line-writer.ts';

const startTime = 1_795_000_000;
const plan = planHall({ name: 'sim', racks: 2, hostsPerRack: 2, gpusPerHost: 4, seed: 9 });
const decoder = new TextDecoder();

/** Text of each sender after so many seconds, with every fault that tells something in the middle. */
function textsOf(
  seconds: number,
  options: Partial<ReportOptions> & { senderCount?: number } = {},
): string[] {
  const hall = createHall({ plan, startTime, faultsPerDay: 0 });
  const faults = faultNames.map((name, index) => `${name}:any@${5 + index}s+5m`);
  requestFaults(
    hall.faults,
    faults.map((text) => parseFault(text, plan, startTime)),
  );
  const texts = Array.from({ length: options.senderCount ?? 1 }, () => '');
  const report = createHallReport(plan, {
    detail: 'full',
    parts: new Set(reportParts),
    maxLines: 500,
    senders: texts.map((_, index) => ({ bytes }) => {
      texts[index] = (texts[index] ?? '') + decoder.decode(bytes);
    }),
    ...options,
  });
  for (let second = 0; second < seconds; second += 1) {
    report.write(hall, (startTime + second) * 1000);
    stepHall(hall, 1);
  }
  report.flush();
  return texts;
}

function parse(text: string): StreamedLine[] {
  const lines = new LineStream({ precision: 'ns', nowNs: BigInt(startTime) * 1_000_000_000n });
  return [...lines.push(Buffer.from(text)), ...lines.end()];
}

describe('lines of a simulated hall', () => {
  const lines = parse(textsOf(40).join(''));

  it('are line protocol, every one', () => {
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines.filter((line) => 'message' in line)).toEqual([]);
  });

  it('say that they are simulated and use only what the catalogue knows, with its types', () => {
    const read = lines.flatMap((line) => ('message' in line ? [] : [line]));
    const wrong = new Set(read.flatMap(strangeParts));
    const seen = new Set(read.map(({ measurement }) => measurement));
    expect([...wrong]).toEqual([]);
    expect([...seen].sort()).toEqual([
      ...['agent', 'device_event', 'facility', 'gpu', 'gpu_event', 'gpu_info', 'host'],
      ...['host_network', 'infiniband', 'snmp_info', 'snmp_interface', 'snmp_neighbour'],
      ...['snmp_poll', 'training'],
    ]);
  });

  it('are the same bytes for the same seed', () => {
    expect(textsOf(12)).toEqual(textsOf(12));
  });

  it('go to one sender a series, whichever number of senders there is', () => {
    const texts = textsOf(12, { senderCount: 3 });
    const series = texts.map((text) => new Set(parse(text).map((line) => keyOf(line))));
    const all = series.flatMap((own) => [...own]);
    expect(new Set(all).size).toBe(all.length);
    expect(parse(texts.join('')).length).toBe(parse(textsOf(12).join('')).length);
  });

  it('of the core hold twenty fields for a GPU', () => {
    const [gpu] = parse(textsOf(1, { detail: 'core', parts: new Set(['gpu']) }).join(''));
    expect(gpu && 'names' in gpu ? gpu.names : []).toHaveLength(20);
  });

  it('tell nothing of a host whose agent is silent, and of a lost GPU only that', () => {
    const hall = createHall({ plan, startTime, faultsPerDay: 0 });
    const faults = ['silent-host:a01-1', 'dead-gpu:a01-2/1'];
    requestFaults(
      hall.faults,
      faults.map((text) => parseFault(text, plan, startTime)),
    );
    stepHall(hall, 1);
    let text = '';
    const senders = [({ bytes }: { bytes: Uint8Array }) => void (text += decoder.decode(bytes))];
    const report = createHallReport(plan, {
      ...{
        detail: 'full',
        parts: new Set(['gpu', 'host', 'agent', 'training']),
        maxLines: 500,
        senders,
      },
    });
    report.write(hall, startTime * 1000);
    report.flush();
    expect(text).not.toMatch(/^(gpu|host|agent|training),host=sim-a01-1,/m);
    expect(text).toMatch(new RegExp(`gpu=${plan.gpus[5]?.uuid ?? ''},.* lost=1i \\d+$`, 'm'));
  });
});

describe('numbers of a line', () => {
  it('read back as they were, to the digits that are told', () => {
    const values = fc.oneof(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    );
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 3 }), (value, digits) => {
        const [line] = written((writer) => writer.float(firstField('x'), value, digits));
        const read = line && 'values' in line ? Number(line.values[0]?.value) : Number.NaN;
        expect(Math.abs(read - value)).toBeLessThanOrEqual(
          0.5 * 10 ** -digits + Math.abs(value) * 1e-15,
        );
      }),
    );
  });

  it('of whole ones are exact as far as a double is', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (first, second) => {
        const [line] = written((writer) => {
          writer.integer(firstField('x'), first);
          writer.integer(nextField('y'), second);
        });
        const read =
          line && 'values' in line ? line.values.map((field) => Number(field.value)) : [];
        expect(read).toEqual([first, second]);
      }),
    );
  });
});

/** What of a line the catalogue does not know, or knows otherwise. */
function strangeParts({
  measurement,
  tags,
  names,
  values,
}: Exclude<StreamedLine, { message: string }>): string[] {
  const known = findMeasurement(measurement);
  const types = new Map(known?.fields.map(({ name, type }) => [name, type]));
  const lacking = (known?.tags ?? []).filter(
    ({ name, isOptional }) => isOptional !== true && !(name in tags),
  );
  return [
    ...(tags['simulated'] === 'true' ? [] : [`${measurement} is not marked`]),
    ...lacking.map(({ name }) => `${measurement} lacks ${name}`),
    ...names
      .filter((name, index) => types.get(name) !== values[index]?.type)
      .map((name) => `${measurement}.${name}`),
  ];
}

function written(write: (writer: LineWriter) => void): StreamedLine[] {
  let text = '';
  const writer = new LineWriter(1, ({ bytes }) => void (text += decoder.decode(bytes)));
  writer.begin(bytesOf('m '));
  write(writer);
  writer.end(bytesOf(' 1'));
  return parse(text);
}

function keyOf(line: StreamedLine): string {
  if ('message' in line) return line.message;
  return JSON.stringify([line.measurement, ...Object.entries(line.tags).sort()]);
}
