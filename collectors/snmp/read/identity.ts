import type { IdentityField, Profile } from '../profile/profile.ts';
import type { DeviceIdentity } from '../reading.ts';
import { firstWord, type Cells } from './cells.ts';
import { readSystem } from './system.ts';

export function readIdentity(profiles: readonly Profile[], cells: Cells): DeviceIdentity {
  const { objectId, description, name, location, uptimeTicks } = readSystem(cells);
  const told = (field: IdentityField): string | null =>
    firstWord(
      profiles.flatMap(({ identity }) => identity[field] ?? []),
      '',
      cells,
    ) || null;
  return {
    objectId,
    systemName: told('name') ?? name,
    systemDescription: description,
    systemLocation: location,
    uptimeSeconds: uptimeTicks === null ? null : uptimeTicks / 100,
    profile: profiles[0]?.name ?? 'unknown',
    family: profiles[0]?.family ?? 'other',
    vendor: told('vendor') ?? profiles.find(({ vendor }) => vendor !== null)?.vendor ?? null,
    model: told('model'),
    serial: told('serial'),
    version: told('version'),
  };
}
