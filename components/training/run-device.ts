import type { Workload } from '#lib/model/run.ts';

/** What the agent of a host offers for training. */
export interface TrainingOffer {
  readonly host: string;
  readonly allowed: boolean;
  readonly workloads: readonly Workload[];
  readonly devices: readonly string[];
}

export interface DeviceChoice {
  readonly value: string;
  readonly host: string;
  readonly device: string;
  readonly label: string;
  /** Why it cannot be chosen now. */
  readonly unavailable?: string;
}

/** Every device that could train, the free ones first, with the reason where it cannot. */
export function deviceChoices(
  offers: readonly TrainingOffer[],
  busy: readonly { readonly host: string; readonly device: string }[],
  workload: Workload,
): readonly DeviceChoice[] {
  return offers
    .flatMap((offer) => choicesOf(offer, busy, workload))
    .sort((a, b) => Number(a.unavailable !== undefined) - Number(b.unavailable !== undefined));
}

function choicesOf(
  offer: TrainingOffer,
  busy: readonly { readonly host: string; readonly device: string }[],
  workload: Workload,
): DeviceChoice[] {
  const devices = offer.devices.length > 0 ? offer.devices : ['cpu'];
  return devices.map((device) => {
    const reason = unavailability(offer, busy, workload, device);
    return {
      value: `${offer.host} ${device}`,
      host: offer.host,
      device,
      label: `${offer.host} › ${device === 'cpu' ? 'processor' : device}`,
      ...(reason !== null && { unavailable: reason }),
    };
  });
}

function unavailability(
  offer: TrainingOffer,
  busy: readonly { readonly host: string; readonly device: string }[],
  workload: Workload,
  device: string,
): string | null {
  if (!offer.allowed || offer.devices.length === 0) return 'its agent allows no training';
  if (!offer.workloads.includes(workload)) return `its agent does not offer ${workload}`;
  if (busy.some((run) => run.host === offer.host && run.device === device))
    return 'busy with a run';
  return null;
}
