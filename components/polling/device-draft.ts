import type { PolledDevice } from '#lib/model/polled-device.ts';
import { credentialsBody, emptyCredentials, type CredentialDraft } from './credential-draft.ts';

/** A device as it is typed. */
export interface DeviceDraft {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly intervalSeconds: string;
  readonly profile: string;
  readonly polledBy: string;
  readonly feed: string;
  readonly rackId: string;
  readonly positionU: string;
  readonly heightU: string;
  /** Null: the stored ones stay. */
  readonly credentials: CredentialDraft | null;
}

/** @param polledBy the host that is proposed for a new device */
export function beginDeviceDraft(device: PolledDevice | null, polledBy: string): DeviceDraft {
  return device ? draftOf(device) : { ...emptyDraft, polledBy };
}

const emptyDraft: DeviceDraft = {
  name: '',
  address: '',
  port: '161',
  intervalSeconds: '30',
  profile: '',
  polledBy: '',
  feed: '',
  rackId: '',
  positionU: '',
  heightU: '1',
  credentials: emptyCredentials,
};

function draftOf(device: PolledDevice): DeviceDraft {
  const { name, address, port, intervalSeconds, polledBy, heightU } = device;
  const { profile, feed, rackId, positionU } = device;
  return {
    ...{ name, address, polledBy },
    port: String(port),
    intervalSeconds: String(intervalSeconds),
    heightU: String(heightU),
    profile: profile ?? '',
    feed: feed ?? '',
    rackId: rackId ?? '',
    positionU: positionU === null ? '' : String(positionU),
    credentials: null,
  };
}

/** What the API takes of a device; credentials only where they were typed. */
export function deviceBody(draft: DeviceDraft): Readonly<Record<string, unknown>> {
  return {
    name: draft.name.trim(),
    ...targetBody(draft),
    intervalSeconds: Number(draft.intervalSeconds),
    polledBy: draft.polledBy,
    feed: textOrNull(draft.feed),
    rackId: textOrNull(draft.rackId),
    positionU: draft.rackId === '' || draft.positionU === '' ? null : Number(draft.positionU),
    heightU: Number(draft.heightU),
  };
}

/** The part of it that a test needs. */
export function targetBody(draft: DeviceDraft): Readonly<Record<string, unknown>> {
  return {
    address: draft.address.trim(),
    port: Number(draft.port),
    profile: textOrNull(draft.profile),
    ...(draft.credentials && { credentials: credentialsBody(draft.credentials) }),
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
