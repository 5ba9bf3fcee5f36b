import { describe, expect, it } from 'vitest';
import { sweepRequestSchema, type SweepFind } from '#lib/model/device-probe.ts';
import {
  badRange,
  beginSweepDraft,
  countSweep,
  leastSeconds,
  proposeNames,
  sweepBody,
} from './sweep-draft.ts';

const draft = {
  ...beginSweepDraft('gpu-01'),
  ranges: '10.0.3.0/24\n10.0.3.200-210, 10.0.4.7',
  ports: '161 1161',
};

describe('a sweep as it is typed', () => {
  it('is what the API takes', () => {
    const credentials = draft.credentials.map((each) => ({ ...each, community: 'hall' }));
    const { polledBy, ...request } = sweepBody({ ...draft, credentials });
    expect(polledBy).toBe('gpu-01');
    expect(sweepRequestSchema.parse(request)).toEqual({
      ranges: ['10.0.3.0/24', '10.0.3.200-210', '10.0.4.7'],
      ports: [161, 1161],
      credentials: [{ version: '2c', community: 'hall' }],
      requestsPerSecond: 50,
    });
  });

  it('counts each address once and says how long it takes at least', () => {
    expect(countSweep(draft.ranges)).toBe(255);
    expect(leastSeconds(draft)).toBeCloseTo((255 * 2) / 50);
  });

  it('names the range that is none', () => {
    expect(badRange(draft.ranges)).toBeNull();
    expect(badRange('10.0.3.0/24, 10.0.3.900')).toBe('10.0.3.900');
  });
});

function found(address: string, systemName: string | null): SweepFind {
  return {
    ...{ address, port: 161, credentials: 0, systemName },
    ...{ systemDescription: null, objectId: null, profile: null, family: null },
  };
}

describe('proposeNames', () => {
  it('takes what each calls itself, and its address where that is no name or taken', () => {
    const names = proposeNames(
      [
        found('10.0.0.1', 'pdu-1'),
        found('10.0.0.2', 'pdu-1'),
        found('10.0.0.3', ' '),
        found('10.0.0.4', 'ups-1'),
      ],
      new Set(['ups-1']),
    );
    expect([...names.values()]).toEqual(['pdu-1', '10.0.0.2', '10.0.0.3', '10.0.0.4']);
  });
});
