import { createAlertEngine } from '#lib/alerting/create-alert-engine.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { Arrival } from '#lib/live/hub.ts';
import { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Closers } from './closers.ts';
import { alertOptions, type LiveParts, type LivePartsOptions } from './live-parts.ts';
import { noteXids } from './note-xids.ts';
import { openSharedParts } from './shared-parts.ts';
import { createSockets } from './sockets.ts';

export async function openLiveParts(
  options: LivePartsOptions,
  closers: Closers,
): Promise<LiveParts> {
  const { config } = options;
  return config.bus === null ? openAlone(options, closers) : openSharedParts(options, closers);
}

async function openAlone(options: LivePartsOptions, closers: Closers): Promise<LiveParts> {
  const { database, auth, clock } = options;
  const places = await createPlaceIndex(database, () => hub.placesChanged());
  const hub = createLiveHub({ placeTags: places.tags, clock });
  const alerts = await createAlertEngine(alertOptions(options, places, hub));
  closers.add('alert engine', () => alerts.close());
  const sockets = createSockets({ ...options, hub, shared: null });
  const xids = new XidLedger();
  const publish = (tables: readonly SampleTable[], arrival: Arrival) => {
    hub.publish(tables, arrival);
    noteXids(xids, tables);
  };
  return { cluster: null, hub, places, auth, alerts, sockets, xids, publish, recurring: [] };
}
