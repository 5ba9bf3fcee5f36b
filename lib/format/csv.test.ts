import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('quotes what needs it and leaves a gap empty', () => {
  expect(
    toCsv(
      ['host', 'value'],
      [
        ['a,"b"', 1.5],
        ['two\nlines', null],
      ],
    ),
  ).toBe('host,value\r\n"a,""b""",1.5\r\n"two\nlines",\r\n');
});

it('keeps a spreadsheet from running a text as a formula', () => {
  expect(toCsv(['name'], [['=cmd()'], ['-1+2']])).toBe("name\r\n'=cmd()\r\n'-1+2\r\n");
});

it('leaves negative numbers alone', () => {
  expect(toCsv(['value'], [[-3]])).toBe('value\r\n-3\r\n');
});
