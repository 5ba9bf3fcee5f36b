import { z } from 'zod';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import { createAlertMirror } from '#lib/alerting/alert-mirror.ts';
import type { AlertEngineOptions } from '#lib/alerting/create-alert-engine.ts';
import { createAlertEngine } from '#lib/alerting/create-alert-engine.ts';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import { decodeJson, encodeJson } from '#lib/bus/json-message.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import { createLedAlertEngine } from '#lib/cluster/led-alert-engine.ts';
import type { Notices } from '#lib/cluster/notices.ts';
import type { PlaceIndex } from '#lib/inventory/place-index.ts';

const dismissSchema = z.object({ ruleId: z.string().max(64), fingerprint: z.string().max(64) });
const dismissedSchema = z.object({ isDismissed: z.boolean() });
const answerMs = 5_000;
const dismissSubject = (id: string) => `dismiss.${id}`;
const watchingMs = 5_000;

/** The alert engine of one server among several: see lib/cluster/led-alert-engine.ts. */
export function createSharedAlerts(
  { bus, members, leadership }: Cluster,
  notices: Notices,
  options: AlertEngineOptions & { readonly canFollow: boolean },
): { readonly alerts: AlertEngine; readonly noteWatching: (statuses: Statuses) => void } {
  const mirror = createAlertMirror(options);
  let watchingDueMs = 0;
  const alerts = createLedAlertEngine({
    open: (fence) => createAlertEngine({ ...options, fence }),
    leadership,
    mirror,
    async askToDismiss(ruleId, fingerprint) {
      const leader = members.leader();
      if (!leader || leader.isSelf) return null;
      const question = encodeJson({ ruleId, fingerprint });
      const answer = await bus
        .request(dismissSubject(leader.id), question, answerMs)
        .catch(() => null);
      return answer && decodeJson(dismissedSchema, answer).isDismissed;
    },
    hearsAll: createHearing(bus, options.canFollow, options.clock),
    tellChanged: () => notices.send({ kind: 'rules' }),
    tellWatching(engine) {
      const nowMs = options.clock();
      if (nowMs < watchingDueMs) return;
      watchingDueMs = nowMs + watchingMs;
      notices.send({ kind: 'watching', statuses: [...engine.watching()] });
    },
    log: options.log,
  });
  bus.serve(dismissSubject(members.selfId), async (data) => {
    if (!leadership.isLeading) throw new Error('dismiss an alert: this server does not lead');
    const { ruleId, fingerprint } = decodeJson(dismissSchema, data);
    return encodeJson({ isDismissed: await alerts.dismiss(ruleId, fingerprint) });
  });
  return { alerts, noteWatching: (statuses) => mirror.noteWatching(statuses) };
}

/** What waited for the bus to come back arrives within this time. */
const settleMs = 10_000;

/** Without the bus, samples of the others come from the store, where it can be followed. */
function createHearing(
  bus: Cluster['bus'],
  canFollow: boolean,
  clock: () => number,
): (nowMs: number) => boolean {
  let sinceMs = clock();
  bus.onState(() => (sinceMs = clock()));
  return (nowMs) => canFollow || (bus.isConnected && nowMs - sinceMs >= settleMs);
}

type Statuses = ReturnType<AlertEngine['watching']>;

/** Tells the others whenever the inventory was changed here. */
export function sharePlaces(places: PlaceIndex, notices: Notices): PlaceIndex {
  return {
    ...places,
    async reload() {
      await places.reload();
      notices.send({ kind: 'places' });
    },
  };
}

/** A token that was revoked here stops working everywhere at once. */
export function shareAuthenticator(auth: Authenticator, notices: Notices): Authenticator {
  return {
    ...auth,
    forgetToken(id) {
      auth.forgetToken(id);
      notices.send({ kind: 'token-revoked', id });
    },
  };
}
