import { encodeFamily, encodeLabels, type Family, type Sample } from './exposition.ts';
import type { GpuTarget, GpuTargets } from './gpu-targets.ts';
import type { XidLedger } from './xid-ledger.ts';

/** dcgm-exporter's: keeps the last Xid until the exporter is started anew. */
export const lastXid: Family = {
  name: 'DCGM_FI_DEV_XID_ERRORS',
  type: 'gauge',
  help: 'Number of the last Xid since this process started, 0 when there was none',
};

export const xidsByCode: Family = {
  name: 'isotherm_gpu_xid_total',
  type: 'counter',
  help: 'Xids since this process started, by number',
};

/** A counter that appears with its first event hides it from increase(); this one begins at 0. */
export const xidEvents: Family = {
  name: 'isotherm_gpu_xid_events_total',
  type: 'counter',
  help: 'Xids of any number since this process started',
};

export function* encodeXids(targets: GpuTargets, ledger: XidLedger): Generator<string> {
  // Xids are NVIDIA's, and a driver reports them of the GPU, not of its instances.
  const owners = [...targets.values()].filter(
    ({ vendor, kind }) => vendor === 'nvidia' && kind === 'gpu',
  );
  yield* encodeFamily(
    lastXid,
    owners.map((owner) => last(owner, ledger)),
  );
  yield* encodeFamily(
    xidsByCode,
    owners.flatMap((owner) => byCode(owner, ledger)),
  );
  yield* encodeFamily(
    xidEvents,
    owners.map((owner) => total(owner, ledger)),
  );
}

function last({ host, uuid, labels }: GpuTarget, ledger: XidLedger): Sample {
  const event = ledger.find(host, uuid)?.last;
  const code = event?.code ?? 0;
  const own = encodeLabels([
    ['err_code', String(code)],
    ['err_msg', event ? event.title : 'no error'],
  ]);
  return { labels: `${labels},${own}`, value: code };
}

function byCode({ host, uuid, ownLabels }: GpuTarget, ledger: XidLedger): Sample[] {
  return Array.from(ledger.find(host, uuid)?.counts ?? [], ([code, value]) => ({
    labels: `${ownLabels},${encodeLabels([['xid', String(code)]])}`,
    value,
  }));
}

function total({ host, uuid, ownLabels }: GpuTarget, ledger: XidLedger): Sample {
  const counts = [...(ledger.find(host, uuid)?.counts.values() ?? [])];
  return { labels: ownLabels, value: counts.reduce((sum, value) => sum + value, 0) };
}
