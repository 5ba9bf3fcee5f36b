import { Command } from 'commander';
import type { SnmpValue, VarBind } from '#collectors/snmp/client.ts';
import { textOf } from '#collectors/snmp/read/value.ts';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import { targetOf, withTarget, type TargetOptions } from './target.ts';

export function walkCommand(): Command {
  return withTarget(new Command('walk'))
    .description('Print every object below an OID')
    .argument('[oid]', 'where to begin', '1.3.6.1')
    .action(async (oid: string, options: TargetOptions) => {
      const client = openSnmpClient(targetOf(options));
      try {
        for (const bind of await client.walk(
          oid.replace(/^\./, ''),
          new AbortController().signal,
        )) {
          process.stdout.write(line(bind));
        }
      } finally {
        client.close();
      }
    });
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
