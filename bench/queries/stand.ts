import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '#lib/db/open-database.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import type { Services } from '#lib/services.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import { hostCount, hostName, hostsARack, rackName } from './hall.ts';

/** The parts of a server that answer questions about samples. */
export interface Stand extends Pick<Services, 'store' | 'places' | 'database'> {
  close(): Promise<void>;
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens the store in `directory` beside an inventory of its own with the racks of the hall. */
export async function openStand(directory: string, gpus: number): Promise<Stand> {
  const inventory = await mkdtemp(path.join(os.tmpdir(), 'isotherm-bench-'));
  const database = await openDatabase({ databaseUrl: null, dataDirectory: inventory, log });
  await placeHosts(database, hostCount(gpus));
  const places = await createPlaceIndex(database);
  const store = await openDuckDbStore({ directory });
  return {
    ...{ store, places, database },
    async close() {
      await store.close();
      await database.close();
      await rm(inventory, { recursive: true });
    },
  };
}

async function placeHosts({ prisma }: Services['database'], hosts: number): Promise<void> {
  const site = await prisma.site.create({
    data: { name: 'Bench', timeZone: 'UTC', energyPricePerKwh: 0.2, currency: 'EUR' },
  });
  for (let first = 0; first < hosts; first += hostsARack) {
    const rack = await prisma.rack.create({
      data: { siteId: site.id, room: 'hall', row: 'A', name: rackName(first) },
    });
    const here = Math.min(hostsARack, hosts - first);
    await prisma.placement.createMany({
      data: Array.from({ length: here }, (_, at) => ({
        host: hostName(first + at),
        rackId: rack.id,
      })),
    });
  }
}
