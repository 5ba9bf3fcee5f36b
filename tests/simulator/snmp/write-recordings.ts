// node --import tsx tests/simulator/snmp/write-recordings.ts [profile …]: makes testdata anew.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import { compareOids } from '#collectors/snmp/session/oid.ts';
import { makeRecordings } from './make-recording.ts';

const directory = fileURLToPath(new URL('../../../collectors/snmp/testdata/', import.meta.url));
const wanted = process.argv.slice(2);

for (const profile of loadAllProfiles(null).values()) {
  if (wanted.length > 0 && !wanted.includes(profile.name)) continue;
  const folder = path.join(directory, profile.name);
  mkdirSync(folder, { recursive: true });
  makeRecordings(profile).forEach(({ objects, expected }, at) => {
    const name = String(at + 1);
    const lines = objects
      .toSorted((one, other) => compareOids(one.oid, other.oid))
      .map(({ oid, type, value }) => `${oid}|${type}|${value}`);
    const heading = `# Generated from profiles/${profile.name}.yaml: no device was recorded.`;
    writeFileSync(path.join(folder, `${name}.rec`), `${[heading, ...lines].join('\n')}\n`);
    const readings = expected.map((sensor) => JSON.stringify(sensor));
    writeFileSync(path.join(folder, `${name}.expected.json`), `[\n${readings.join(',\n')}\n]\n`);
  });
}
