import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planHall } from '../plan/hall-plan.ts';
import { faultKinds, faultNames } from './fault.ts';
import { FaultError, parseFault, parseScenario, readDuration } from './parse-fault.ts';

const plan = planHall({ name: 'sim', racks: 3, hostsPerRack: 2, gpusPerHost: 4, seed: 1 });
const start = 1_795_000_000;

describe('a fault on the command line', () => {
  it.each([
    ['slow-gpu:a01-1/2@5m+1h', { target: 2, from: start + 300, until: start + 3_900 }],
    ['slow-gpu:sim-a02-1/0', { target: 8, from: start, until: Infinity }],
    ['blocked-fan:A03-2@90s', { target: 5, from: start + 90, until: Infinity }],
    ['open-panel:a02', { target: 1, from: start, until: Infinity }],
    ['cooling-off:crah-a2@1.5h', { target: 1, from: start + 5_400, until: Infinity }],
    [
      'lost-feed:B@2026-11-25T12:00:00Z+10m',
      { target: 1, from: 1_795_608_000, until: 1_795_608_600 },
    ],
    ['dead-pdu:pdu-a01-b', { target: 1, from: start, until: Infinity }],
  ])('reads %s', (text, expected) => {
    expect(parseFault(text, plan, start)).toMatchObject(expected);
  });

  it('takes a UUID for a GPU', () => {
    const { uuid } = plan.gpus[5] ?? { uuid: '' };
    expect(parseFault(`dead-gpu:${uuid}`, plan, start).target).toBe(5);
  });

  it('draws any target of each kind, the same each time', () => {
    for (const kind of faultNames) {
      const first = parseFault(`${kind}:any@1m`, plan, start);
      expect(parseFault(`${kind}:any@1m`, plan, start)).toEqual(first);
      expect(first.target).toBeLessThan(plan.gpus.length);
    }
  });

  it.each([
    ['melted-gpu:a01-1/2', 'there is no kind melted-gpu'],
    ['slow-gpu:z99-1/2', 'the hall has no GPU z99-1/2'],
    ['slow-gpu:a01-1/2@soon', 'soon is no time'],
    ['slow-gpu:a01-1/2@1m+ever', 'ever is no duration'],
    ['slow-gpu', 'is not kind:target@time+duration'],
  ])('says what is wrong with %s', (text, fact) => {
    expect(() => parseFault(text, plan, start)).toThrow(FaultError);
    expect(() => parseFault(text, plan, start)).toThrow(fact);
  });

  it('reads a scenario line by line and leaves out what is for people', () => {
    const text = '# a bad day\nslow-gpu:any@1m   # somewhere\n\n  cooling-off:crah-a1\n';
    expect(parseScenario(text, plan, start).map(({ kind }) => kind)).toEqual([
      'slow-gpu',
      'cooling-off',
    ]);
  });

  it('reads every duration it writes, and nothing else', () => {
    const units = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;
    fc.assert(
      fc.property(fc.nat(9_999), fc.constantFrom('s', 'm', 'h', 'd', 'w'), (count, unit) => {
        expect(readDuration(`${count}${unit}`)).toBe(count * units[unit]);
      }),
    );
    for (const text of ['', '10', 'm', '-1m', '1e3s', '1 m', '1y'])
      expect(readDuration(text)).toBeNull();
  });

  it('explains every kind', () => {
    for (const name of faultNames) expect(faultKinds[name].help.length).toBeGreaterThan(20);
  });
});
