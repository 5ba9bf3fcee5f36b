import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Collector, CollectorEntry } from '#collectors/collector.ts';
import { systemClock } from '#collectors/agent/clock.ts';
import { RoundSink } from '#collectors/agent/round-sink.ts';
import { exampleCollector } from '#collectors/example/collector.ts';
import { registry } from '#collectors/registry.ts';
import { findMeasurement } from '#lib/metrics/catalogue.ts';
import { renderReadme } from '#lib/metrics/reference.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { startProgram } from '#tests/simulator/isotherm.ts';
import { PlayedDevices } from '#tests/simulator/snmp/played-devices.ts';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { scenarioFile as baseScenario } from '#tests/simulator/nvml/scenario.ts';

const root = fileURLToPath(new URL('../../collectors', import.meta.url));

/** A recording of a library that answers calls: laid beside what it may include. */
const scenarioFile = 'nvml/scenario.txt';

const scenarios = path.dirname(baseScenario('h200-8'));

let rootfs: string;
let nvmlLibrary: string;
let devices: PlayedDevices;

beforeAll(async () => {
  nvmlLibrary = await buildFakeNvml();
  devices = await PlayedDevices.open();
});

afterAll(() => devices.close());

beforeEach(() => {
  rootfs = fs.mkdtempSync(path.join(os.tmpdir(), 'collector-'));
  laid.clear();
});

afterEach(() => fs.rmSync(rootfs, { recursive: true, force: true }));

describe.each([...registry, exampleCollector])('collector $name', (entry) => {
  const folder = path.join(root, entry.name);
  const cases = listCases(folder);

  it('has at least one recorded case', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  it.each(cases)('reads $name as expected', async (recorded) => {
    const { points, faults } = await replay(entry, recorded);
    const expected = path.join(folder, 'testdata', recorded.name, 'expected.lp');
    const notes = faults.map((what) => `# fault: ${what}\n`).join('');
    await expect(maskUnstable(points, recorded.unstable) + notes).toMatchFileSnapshot(expected);
    for (const point of points) expectDeclared(point, entry);
  });

  it.each(cases)('takes any unreadable file of $name for a gap', async (recorded) => {
    const whole = bySeries((await replay(entry, recorded)).points, recorded.unstable);
    for (const file of listFiles(recorded.rounds)) {
      const { points } = await replay(entry, recorded, file);
      for (const point of points) expectDeclared(point, entry);
      for (const [series, fields] of bySeries(points, recorded.unstable)) {
        const wanted = whole.get(series);
        // That a device keeps silent is told, and is no gap.
        if (series.startsWith('snmp_poll ')) continue;
        // Without a file that tells hardware from the rest, other series may be chosen.
        if (wanted) expect(wanted, `${file} unreadable: ${series}`).toMatchObject(fields);
      }
    }
  });

  it('says why it has nothing to read, and gathers nothing, where nothing is', async () => {
    const collector = create(entry, {});
    const probe = await collector.probe(new AbortController().signal);
    expect(probe.supported ? '' : probe.reason).toMatch(/\S/);
    const sink = new RoundSink(0);
    await collector.gather(sink, new AbortController().signal);
    expect(sink.close().points).toEqual([]);
    await collector.close();
  });

  it.each(cases)(
    'gathers nothing from $name after an abort, and closes twice',
    async (recorded) => {
      lay(recorded.rounds[0] ?? '', null);
      const collector = create(entry, recorded.config);
      const sink = new RoundSink(0);
      await collector.gather(sink, AbortSignal.abort());
      expect(sink.close().points).toEqual([]);
      await collector.close();
      await collector.close();
    },
  );

  it('is named in the catalogue with everything it may emit', () => {
    for (const measurement of entry.metrics) {
      if (entry === exampleCollector) continue;
      const known = findMeasurement(measurement.name);
      expect(known?.tags).toEqual(measurement.tags);
      for (const field of measurement.fields) expect(known?.fields).toContainEqual(field);
    }
  });

  it('refuses configuration that it does not know', () => {
    const configured = entry.configure({ noSuchOption: 1 });
    expect(configured.valid ? [] : configured.problems).toEqual([
      expect.stringContaining('noSuchOption'),
    ]);
  });

  it('lists exactly its measurements in its README', () => {
    const readme =
      fs.readFileSync(path.join(folder, 'README.md'), 'utf8').split('## Samples')[1] ?? '';
    const listed = [...readme.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
    const rendered = [...renderReadme(entry.metrics).matchAll(/^\| `(\w+)` /gm)];
    expect(listed).toEqual(rendered.map(([, name]) => name));
    for (const { name } of entry.metrics) expect(readme).toContain(`### ${name}`);
  });
});

interface RecordedCase {
  readonly name: string;
  readonly config: unknown;
  /** Fields whose values are those of the machine that runs the test. */
  readonly unstable: readonly string[];
  /** One tree a round, a second apart. */
  readonly rounds: readonly string[];
}

function listCases(folder: string): RecordedCase[] {
  const testdata = path.join(folder, 'testdata');
  const names = fs.readdirSync(testdata);
  const isCase = (name: string) => fs.existsSync(path.join(testdata, name, 'recording'));
  return names.filter(isCase).map((name) => {
    const recording = path.join(testdata, name, 'recording');
    return {
      name,
      config: readJson(path.join(testdata, name, 'config.json')) ?? {},
      unstable: (readJson(path.join(testdata, name, 'unstable.json')) ?? []) as string[],
      rounds: fs
        .readdirSync(recording)
        .sort()
        .map((round) => path.join(recording, round)),
    };
  });
}

function readJson(file: string): unknown {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}

function create(entry: CollectorEntry, config: unknown, monotonicMs = () => 0): Collector {
  const configured = entry.configure(withinRootfs(config));
  if (!configured.valid) throw new Error(configured.problems.join('; '));
  return configured.create({
    host: 'fixture',
    rootfs,
    assignedDevices: () => [],
    monotonicMs,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal),
    startProgram: (args) =>
      startProgram(args, { FAKE_NVML_SCENARIO: path.join(rootfs, scenarioFile) }),
  });
}

/** A recorded configuration names files of its tree by `$ROOTFS/…`, and where its devices answer. */
function withinRootfs(config: unknown): unknown {
  const text = JSON.stringify(config).replaceAll('$ROOTFS', rootfs);
  return JSON.parse(text.replaceAll('"$SNMP_PORT"', String(devices.port)));
}

/** Plays every round of a case, with one file made unreadable if it is named. */
async function replay(entry: CollectorEntry, recorded: RecordedCase, unreadable?: string) {
  clearBut(recorded.rounds[0] ?? '');
  const points: Point[] = [];
  const faults: string[] = [];
  let nowMs = 0;
  lay(recorded.rounds[0] ?? '', unreadable ?? null);
  const collector = create(entry, recorded.config, () => nowMs);
  await collector.probe(new AbortController().signal);
  for (const round of recorded.rounds) {
    lay(round, unreadable ?? null);
    nowMs += 1000;
    const sink = new RoundSink(nowMs);
    await collector.readAll?.(new AbortController().signal);
    await collector.gather(sink, new AbortController().signal);
    const gathered = sink.close();
    points.push(...gathered.points);
    faults.push(...gathered.faults.map(({ what }) => what));
  }
  await collector.close();
  return { points, faults };
}

/** What lies below `rootfs`: the content of each file, null for what nobody can read. */
const laid = new Map<string, string | null>();

/** Writes a recorded tree over the one before: files that are held open see the new content. */
function lay(round: string, unreadable: string | null): void {
  for (const file of filesBelow(round)) {
    const content = file === unreadable ? null : contentOf(path.join(round, file));
    if (laid.get(file) === content) continue;
    const target = path.join(rootfs, file);
    // Nobody, root included, can read a directory as a file.
    if (content === null || laid.get(file) === null)
      fs.rmSync(target, { recursive: true, force: true });
    fs.mkdirSync(content === null ? target : path.dirname(target), { recursive: true });
    if (content !== null) fs.writeFileSync(target, content, 'latin1');
    laid.set(file, content);
    devices.lay(file, content);
    if (file === scenarioFile) layNvml(path.dirname(target));
  }
}

/** Takes away what a first round does not have, and leaves what it shares with the last one laid. */
function clearBut(round: string): void {
  const kept = new Set(filesBelow(round));
  for (const file of [...laid.keys()].filter((each) => !kept.has(each))) {
    fs.rmSync(path.join(rootfs, file), { recursive: true, force: true });
    devices.lay(file, null);
    laid.delete(file);
  }
}

function contentOf(file: string): string {
  const known = contents.get(file);
  if (known !== undefined) return known;
  const content = fs.readFileSync(file, 'latin1');
  contents.set(file, content);
  return content;
}

function layNvml(folder: string): void {
  for (const name of fs.readdirSync(scenarios)) {
    fs.copyFileSync(path.join(scenarios, name), path.join(folder, name));
  }
  // Never written twice: the library of the round before is mapped into a process.
  const library = path.join(folder, 'libnvidia-ml.so.1');
  if (!fs.existsSync(library)) fs.symlinkSync(nvmlLibrary, library);
}

function listFiles(rounds: readonly string[]): string[] {
  return [...new Set(rounds.flatMap((round) => filesBelow(round)))].sort();
}

/** Recordings do not change while they are replayed, once for each of their files. */
const listed = new Map<string, readonly string[]>();
const contents = new Map<string, string>();

function filesBelow(round: string): readonly string[] {
  const known = listed.get(round);
  if (known) return known;
  const files = fs
    .readdirSync(round, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(round, path.join(entry.parentPath, entry.name)));
  listed.set(round, files);
  return files;
}

function expectDeclared(point: Point, entry: CollectorEntry): void {
  const measurement = entry.metrics.find(({ name }) => name === point.measurement);
  expect(measurement, `${point.measurement} is declared`).toBeDefined();
  const declared = measurement?.tags ?? [];
  const expected = declared.filter(({ name, isOptional }) => !isOptional || name in point.tags);
  expect(Object.keys(point.tags).sort()).toEqual(expected.map(({ name }) => name).sort());
  for (const [name, field] of Object.entries(point.fields)) {
    const metric = measurement?.fields.find((each) => each.name === name);
    expect(metric?.type, `${point.measurement}.${name} is declared`).toBe(field.type);
    if (field.type === 'float') expect(Number.isFinite(field.value)).toBe(true);
  }
}

function bySeries(points: readonly Point[], unstable: readonly string[]) {
  return new Map(
    points.map(({ measurement, tags, timeNs, fields }) => [
      `${measurement} ${seriesKey(tags)} ${timeNs}`,
      Object.fromEntries(Object.entries(fields).filter(([name]) => !unstable.includes(name))),
    ]),
  );
}

function maskUnstable(points: readonly Point[], unstable: readonly string[]): string {
  const fields = unstable.length > 0 ? new RegExp(`\\b(${unstable.join('|')})=[^, ]+`, 'g') : null;
  const text = encodePoints(points);
  return fields ? text.replaceAll(fields, '$1=*') : text;
}
