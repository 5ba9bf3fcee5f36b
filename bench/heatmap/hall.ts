import type { HostPlacement, Rack, Site } from '#lib/model/place.ts';

export interface BenchHall {
  readonly sites: readonly Site[];
  readonly racks: readonly Rack[];
  readonly placements: readonly HostPlacement[];
  /** Tags of each GPU, as a layout message has them. */
  readonly entities: readonly Readonly<Record<string, string>>[];
}

const gpusOfHost = 8;
const hostsOfRack = 4;
const hostHeightU = 8;
const racksOfRow = 16;

/** Rows of 16 racks, 4 hosts of 8 GPUs in each. */
export function makeHall(gpus: number): BenchHall {
  const site = { id: 'site', name: 'Bench', timeZone: 'UTC', energyPricePerKwh: null };
  const hosts = Math.ceil(gpus / gpusOfHost);
  const racks: Rack[] = [];
  const placements: HostPlacement[] = [];
  const entities: Record<string, string>[] = [];
  for (let host = 0; host < hosts; host += 1) {
    const at = Math.floor(host / hostsOfRack);
    const slot = host % hostsOfRack;
    if (slot === 0) racks.push(rackAt(at));
    const name = `gpu-${String(host).padStart(5, '0')}`;
    const positionU = 2 + slot * hostHeightU;
    placements.push({ host: name, rackId: `rack-${at}`, positionU, heightU: hostHeightU });
    for (let index = 0; index < gpusOfHost; index += 1) {
      entities.push({ host: name, gpu: `GPU-${host}-${index}`, index: String(index) });
    }
  }
  return { sites: [{ ...site, currency: 'EUR' }], racks, placements, entities };
}

function rackAt(at: number): Rack {
  const row = `R${Math.floor(at / racksOfRow) + 1}`;
  const name = `${row}-${String((at % racksOfRow) + 1).padStart(2, '0')}`;
  return {
    ...{ id: `rack-${at}`, siteId: 'site', room: 'Hall 1', row, name },
    ...{ heightU: 42, powerBudgetWatts: null },
  };
}
