import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import type { SnmpClient, SnmpValue, VarBind } from '#collectors/snmp/client.ts';
import { textOf } from '#collectors/snmp/read/value.ts';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import { targetOf, withTarget, type TargetOptions } from './target.ts';

export function walkCommand(): Command {
  return withTarget(new Command('walk'))
    .description('Print every object below an OID, as they arrive')
    .argument('[oid]', 'where to begin', '1.3.6.1')
    .action(async (oid: string, options: TargetOptions) => {
      const client = openSnmpClient(targetOf(options));
      try {
        await printWalk(client, oid.replace(/^\./, ''));
      } finally {
        client.close();
      }
    });
}

async function printWalk(client: SnmpClient, root: string): Promise<void> {
  const stop = new AbortController();
  const lines = new PassThrough();
  const printed = pipeline(lines, process.stdout, { end: false }).catch((cause: unknown) => {
    stop.abort(cause);
    // Whoever reads our output may stop early, as `head` does.
    if (!isReaderGone(cause)) throw cause;
  });
  const walked = client.walk(root, stop.signal, (found) => void lines.write(line(found)));
  await walked.catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  lines.end();
  await printed;
}

function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

const types: Readonly<Record<SnmpValue['type'], string>> = {
  integer: 'INTEGER',
  counter32: 'Counter32',
  counter64: 'Counter64',
  gauge: 'Gauge32',
  timeticks: 'Timeticks',
  octets: 'STRING',
  oid: 'OID',
  address: 'IpAddress',
  opaque: 'Opaque',
};

function line({ oid, value }: VarBind): string {
  return `${oid} = ${types[value.type]}: ${textOf(value) ?? ''}\n`;
}
