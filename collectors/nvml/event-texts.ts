import type { EventText } from './gpu-event.ts';

/** What the agent itself notices, in words. Xids have theirs in xid/. */
export const eventTexts = {
  hung: {
    title: 'Driver does not answer',
    meaning: 'A question to the driver about this GPU did not come back in time.',
    action:
      'Look for Xids of this GPU; if it stays so, drain the host and reset the GPU or reboot.',
    severity: 'warning',
  },
  answersAgain: {
    title: 'Driver answers again',
    meaning: 'The driver has answered in time about this GPU for a while.',
    action: 'Nothing.',
    severity: 'info',
  },
  lost: {
    title: 'GPU lost',
    meaning: 'The driver no longer reaches the GPU: it has fallen off the bus.',
    action: 'Drain the host and reboot it; if it comes again, look at power, riser and board.',
    severity: 'critical',
  },
  vanished: {
    title: 'GPU no longer listed',
    meaning: 'The driver knew this GPU before and does not list it any more.',
    action: 'Reboot the host; if the GPU stays away, look at power, riser and board.',
    severity: 'critical',
  },
  returned: {
    title: 'GPU is back',
    meaning: 'The driver reaches the GPU again.',
    action: 'Find out why it was away before it gets work.',
    severity: 'info',
  },
  resetRequired: {
    title: 'Reset required',
    meaning: 'The driver refuses to work with the GPU until it is reset.',
    action: 'Drain the GPU and reset it (nvidia-smi --gpu-reset), or reboot the host.',
    severity: 'critical',
  },
  driverReload: {
    title: 'Driver reloaded',
    meaning: 'The driver was loaded anew: counters since its start began again from zero.',
    action: 'Nothing, if somebody meant to.',
    severity: 'info',
  },
  uncorrectedErrors: {
    title: 'Uncorrected memory errors',
    meaning: 'Memory of the GPU has lost data that ECC could detect and not restore.',
    action: 'Restart what ran on it; look whether rows were remapped and a reset is due.',
    severity: 'warning',
  },
  sramThreshold: {
    title: 'Too many SRAM errors',
    meaning: 'SRAM has had more uncorrected errors than the vendor accepts.',
    action: 'Run the vendor’s field diagnosis and prepare to replace the board.',
    severity: 'critical',
  },
  remapPending: {
    title: 'Row remapping pending',
    meaning: 'A bad row of memory will be replaced by a spare one at the next reset.',
    action: 'Reset the GPU at the next window.',
    severity: 'warning',
  },
  remapFailed: {
    title: 'Row remapping failed',
    meaning: 'A bad row of memory could not be replaced: there is no spare one.',
    action: 'Drain the host and replace the board.',
    severity: 'critical',
  },
  retirementPending: {
    title: 'Page retirement pending',
    meaning: 'A bad page of memory will be taken out of use at the next reset.',
    action: 'Reset the GPU at the next window.',
    severity: 'warning',
  },
  migMode: {
    title: 'MIG mode changed',
    meaning: 'The GPU was split into instances, or made whole again.',
    action: 'Nothing, if somebody meant to.',
    severity: 'info',
  },
  migInstances: {
    title: 'MIG instances changed',
    meaning: 'Instances of the GPU were made or removed.',
    action: 'Nothing, if somebody meant to.',
    severity: 'info',
  },
  fabricHealthy: {
    title: 'NVLink fabric healthy',
    meaning: 'The GPU has its full share of the NVLink fabric.',
    action: 'Nothing.',
    severity: 'info',
  },
  fabricDegraded: {
    title: 'NVLink fabric degraded',
    meaning: 'The GPU does not have its full share of the NVLink fabric.',
    action: 'Look at the fabric manager’s log and at the links of this GPU.',
    severity: 'warning',
  },
} as const satisfies Readonly<Record<string, EventText>>;

export type EventTextName = keyof typeof eventTexts;

/** What the driver asks for, by the number it says. */
export const recoveryTexts: ReadonlyMap<number, EventText> = new Map<number, EventText>([
  [0, recovery('no action', 'The driver no longer asks for anything.', 'Nothing.', 'info')],
  [
    1,
    recovery(
      'GPU reset',
      'The driver asks for a reset of the GPU.',
      'Drain the GPU and reset it.',
      'critical',
    ),
  ],
  [
    2,
    recovery(
      'reboot',
      'The driver asks for a reboot of the host.',
      'Drain the host and reboot it.',
      'critical',
    ),
  ],
  [
    3,
    recovery(
      'drain peers',
      'The driver asks for an end of all peer-to-peer traffic.',
      'End the jobs that span several GPUs; then reset the GPU.',
      'warning',
    ),
  ],
  [
    4,
    recovery(
      'drain and reset',
      'The GPU runs with part of its memory or links out of use until a reset.',
      'Let its work end, then reset the GPU.',
      'warning',
    ),
  ],
  [
    5,
    recovery(
      'recover the IMEX domain',
      'Memory shared between hosts over the fabric has to be set up again.',
      'Restart the IMEX service of the domain.',
      'warning',
    ),
  ],
]);

function recovery(
  what: string,
  meaning: string,
  action: string,
  severity: EventText['severity'],
): EventText {
  return { title: `Recovery action: ${what}`, meaning, action, severity };
}
