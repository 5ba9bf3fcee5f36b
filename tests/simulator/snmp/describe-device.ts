import type { Match, Profile, Sensor } from '#collectors/snmp/profile/profile.ts';
import type { Draft } from './draft.ts';
import { cellOf, rowsOf } from './made-rows.ts';

/** Of no vendor: reserved for documentation. */
const nobody = '1.3.6.1.4.1.32473';

/** Who a made-up device says it is, and names for what has none yet. */
export function describeDevice(profile: Profile, draft: Draft): void {
  const { match, name } = profile;
  const words = match?.description?.source.replaceAll(/[\\^$()?]/g, '') ?? '';
  draft.addIfFree('1.3.6.1.2.1.1.1.0', 'octets', `Made-up device ${words}`.trim());
  draft.addIfFree('1.3.6.1.2.1.1.2.0', 'oid', `${match?.objectIds[0] ?? nobody}.1`);
  draft.addIfFree('1.3.6.1.2.1.1.3.0', 'timeticks', '8640000');
  draft.addIfFree('1.3.6.1.2.1.1.5.0', 'octets', `made-up-${name}`);
  if (match !== null) answerProbes(match, draft);
  identify(profile, draft);
  for (const { sensors } of profile.tables) {
    for (const sensor of sensors) nameRows(sensor, sensors, draft);
  }
}

function answerProbes({ probes }: Match, draft: Draft): void {
  for (const { of } of probes) {
    draft.addIfFree(`${of.column ?? ''}.${cellOf(of, '1') ?? '1'}`, 'integer', '1');
  }
}

/** Words that a pattern takes apart are those of sysDescr, which is there. */
function identify({ identity, name }: Profile, draft: Draft): void {
  for (const [field, sources] of Object.entries(identity)) {
    for (const { column, pattern, index } of sources) {
      if (column === null || pattern !== null) continue;
      const cell = index.at === 'scalar' ? '0' : '1';
      draft.addIfFree(`${column}.${cell}`, 'octets', `${field} ${name}`);
    }
  }
}

function nameRows(sensor: Sensor, table: readonly Sensor[], draft: Draft): void {
  const holes = sensor.name.flatMap((piece) => (typeof piece === 'string' ? [] : [piece[0]]));
  for (const row of rowsOf(sensor, table)) {
    for (const source of holes) {
      if (source?.column == null || source.map !== null) continue;
      const cell = cellOf(source, row);
      if (cell === null) continue;
      draft.addIfFree(`${source.column}.${cell}`, 'octets', `N${cell.replaceAll('.', '-')}`);
    }
  }
}
