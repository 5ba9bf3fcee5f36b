import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const command = path.resolve(import.meta.dirname, '../bin/isotherm');

function lines(input: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'lines', ...args], {
    input,
    encoding: 'utf8',
  });
  const objects = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  return { status, objects, stderr };
}

describe('isotherm lines', () => {
  it('prints good and bad lines in order and fails when any was bad', () => {
    const input = 'gpu,host=h1 watts=712.5,count=9007199254740993i,ok=t,u=1u,text="a\nb" 5\nbad\n';
    expect(lines(input)).toEqual({
      status: 1,
      stderr: '',
      objects: [
        {
          line: 1,
          measurement: 'gpu',
          tags: { host: 'h1' },
          fields: {
            watts: { type: 'float', value: 712.5 },
            count: { type: 'integer', value: '9007199254740993' },
            ok: { type: 'boolean', value: true },
            u: { type: 'unsigned', value: '1' },
            text: { type: 'string', value: 'a\nb' },
          },
          time: '5',
        },
        { line: 3, column: 4, error: 'the line has no field' },
      ],
    });
  });

  it('reads times in the given precision and succeeds when all is well', () => {
    const read = lines('m f=1 5\n', '--precision', 's');
    expect(read).toMatchObject({ status: 0, objects: [{ time: '5000000000' }] });
  });

  it('names a file that it cannot read', () => {
    expect(lines('', '/nowhere/at.all')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^isotherm: read \/nowhere\/at\.all: ENOENT.*\n$/) as string,
    });
  });
});
