import { describe, expect, it } from 'vitest';
import { ruleSchema } from '#lib/model/alert.ts';
import { draftOf, inputOf, newDraft } from './rule-draft.ts';

const shared = {
  id: 'r1',
  name: 'hot',
  measurement: 'gpu',
  field: 'temperature_celsius',
  match: { rack: ['R01', 'R02'], host: ['n1'] },
  severity: 'critical',
  summary: 'too hot',
  runbookUrl: 'https://runbooks.example/hot',
};

describe('a rule draft', () => {
  it.each([
    { ...shared, kind: 'threshold', comparison: 'below', threshold: 5, clearThreshold: 9.5 },
    { ...shared, kind: 'absence', forSeconds: 90 },
  ])('gives back the $kind rule it was made of', (written) => {
    const rule = ruleSchema.parse(written);
    expect({ ...inputOf(draftOf(rule), true), id: 'r1' }).toEqual(rule);
  });

  it('clears at the threshold where no clear level was typed', () => {
    const draft = { ...newDraft, name: 'a', threshold: '0.9' };
    expect(inputOf(draft, true)).toMatchObject({ threshold: 0.9, clearThreshold: 0.9 });
  });
});
