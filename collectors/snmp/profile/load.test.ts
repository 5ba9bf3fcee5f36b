import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProfiles } from './load.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'profiles-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(name: string, ...lines: readonly string[]): void {
  writeFileSync(path.join(directory, `${name}.yaml`), `${lines.join('\n')}\n`);
}

const load = () => loadProfiles([directory]);
const sensor = (words: string): string[] => [
  'title: Made up',
  'tables:',
  '  cords:',
  '    name: Cord {index}',
  `    sensors: [${words}]`,
];

describe('loadProfiles', () => {
  it('reads the example of the guide', () => {
    const guide = readFileSync(
      new URL('../../../docs/adding-a-device.md', import.meta.url),
      'utf8',
    );
    const [, example = ''] = /```yaml\n([^`]*)```/.exec(guide) ?? [];
    write('example', example);
    const profile = load().get('example');
    expect(profile?.tables.map(({ name }) => name)).toEqual(['cords', 'probe']);
    expect(profile?.tables[0]?.sensors[0]?.value.column).toBe('1.3.6.1.4.1.32473.4.2.1.3');
    expect(profile?.tables[1]?.sensors[0]?.value).toMatchObject({
      column: '1.3.6.1.4.1.32473.4.3.1',
      index: { at: 'scalar' },
    });
  });

  it('keeps columns that look like numbers, and words that look like switches', () => {
    write('made-up', ...sensor("{ value: 3.10, states: { 1: off, 2: 'on' } }"));
    const [read] = load().get('made-up')?.tables[0]?.sensors ?? [];
    expect(read?.value.column).toBe('3.10');
    const states = read?.meaning.is === 'state' ? [...read.meaning.states.values()] : [];
    expect(states.map(({ text }) => text)).toEqual(['off', 'on']);
  });

  it.each([
    [
      'a kind that there is not',
      '{ value: 1, is: heat W }',
      'tables.cords.sensors[0]: "heat W" names no kind of sensor',
    ],
    [
      'a unit of something else',
      '{ value: 1, is: current kWh }',
      'tables.cords.sensors[0]: "current kWh": kWh does not measure current',
    ],
    [
      'a unit that there is not',
      '{ value: 1, is: current furlong }',
      'tables.cords.sensors[0]: "furlong" is not a known unit',
    ],
    [
      'a column that is not named',
      '{ value: amps, is: current A }',
      'tables.cords.sensors[0]: "amps" names no column',
    ],
    [
      'a word that there is not',
      '{ value: 1, is: current A, skale: 1 }',
      'tables.cords.sensors[0]: Unrecognized key: "skale"',
    ],
    [
      'neither measure nor states',
      '{ value: 1 }',
      'tables.cords.sensors[0]: must have one of is and states',
    ],
    [
      'a condition without words',
      '{ value: 1, is: current A, when: [{ of: 2 }] }',
      'tables.cords.sensors[0].when[0]: must have one of in and notIn',
    ],
    [
      'a measure without a map',
      '{ value: 1, is: { column: 2 } }',
      'tables.cords.sensors[0]: is needs a map from values to measures',
    ],
    [
      'an index that there is not',
      '{ value: { column: 1, index: second }, is: current A }',
      'tables.cords.sensors[0].value.index: must be first, a part such as 1 or -1, or parts 1-2',
    ],
  ])('says where there is %s', (_, words, fact) => {
    write('made-up', ...sensor(words));
    expect(load).toThrow(`read profile ${path.join(directory, 'made-up.yaml')}: ${fact}`);
  });

  it('says where a file is no YAML', () => {
    write('made-up', 'title: [');
    expect(load).toThrow(/^read profile .*made-up\.yaml: .+/);
  });

  it('says where a profile extends itself, or what is not there', () => {
    write('one', 'title: One', 'extends: [two]');
    write('two', 'title: Two', 'extends: [one]');
    expect(load).toThrow('extends itself');
    write('two', 'title: Two', 'extends: [three]');
    expect(load).toThrow(
      `read profile ${path.join(directory, 'two.yaml')}: extends: "three" is not a profile`,
    );
  });

  it('takes an heir’s table instead of the inherited one, and the rest as it is', () => {
    const table = (name: string, column: number) =>
      `  ${name}: { name: X, sensors: [{ value: ${column}, is: current A }] }`;
    write(
      'parent',
      'title: Parent',
      'vendor: Acme',
      'tables:',
      table('cords', 1),
      table('lines', 2),
    );
    write('heir', 'title: Heir', 'extends: [parent]', 'tables:', table('cords', 3));
    const heir = load().get('heir');
    expect(heir?.vendor).toBe('Acme');
    expect(heir?.replaces).toEqual(['parent']);
    expect(heir?.tables.map(({ sensors }) => sensors[0]?.value.column)).toEqual(['2', '3']);
  });

  it('lets an operator’s profile take the place of one that came along', () => {
    const own = mkdtempSync(path.join(tmpdir(), 'own-profiles-'));
    write('pdu', 'title: Built in');
    writeFileSync(path.join(own, 'pdu.yaml'), 'title: Own\n');
    expect(loadProfiles([directory, own]).get('pdu')?.title).toBe('Own');
    rmSync(own, { recursive: true });
  });
});
