/** Why a GPU's clock is held down, with NVML's bit for it and the name of its counter of seconds. */
export interface ThrottleReason {
  readonly key: ThrottleKey;
  /** In `throttle_reasons`; those of NVML's clock event reasons. */
  readonly bit: number;
  /** As a sentence has it: "throttled by the power cap". */
  readonly label: string;
  /** As narrow as an axis. */
  readonly short: string;
  /** `info` is normal under full load; the others need somebody. */
  readonly level: 'critical' | 'warning' | 'info';
  readonly help: string;
}

export const throttleKeys = [
  'hw_thermal',
  'power_brake',
  'hw_slowdown',
  'sw_thermal',
  'power_cap',
  'sync_boost',
  'application_clocks',
] as const;
export type ThrottleKey = (typeof throttleKeys)[number];

/** The gravest first. */
export const throttleReasons: readonly ThrottleReason[] = [
  {
    key: 'hw_thermal',
    bit: 0x40,
    label: 'heat (hardware)',
    short: 'HW heat',
    level: 'critical',
    help: 'The board halves its clock by itself because it is too hot: look at the cooling now',
  },
  {
    key: 'power_brake',
    bit: 0x80,
    label: 'the power brake',
    short: 'brake',
    level: 'critical',
    help: 'The supply or the rack has pulled the external brake: look at the power feed now',
  },
  {
    key: 'hw_slowdown',
    bit: 0x08,
    label: 'hardware slowdown',
    short: 'HW slow',
    level: 'critical',
    help: 'Hardware slowdown of any cause; heat and power brake are part of it',
  },
  {
    key: 'sw_thermal',
    bit: 0x20,
    label: 'heat (driver)',
    short: 'SW heat',
    level: 'warning',
    help: 'The driver lowers the clock to hold core or memory below its temperature limit',
  },
  {
    key: 'power_cap',
    bit: 0x04,
    label: 'the power cap',
    short: 'power',
    level: 'info',
    help: 'The clock is as high as the power limit lets it be: normal under full load',
  },
  {
    key: 'sync_boost',
    bit: 0x10,
    label: 'its sync group',
    short: 'sync',
    level: 'info',
    help: 'Held to the clock of a slower GPU of its group',
  },
  {
    key: 'application_clocks',
    bit: 0x02,
    label: 'a clock that was set',
    short: 'set clock',
    level: 'info',
    help: 'Somebody has set a limit on the clock',
  },
];

export function throttleField(key: ThrottleKey): `throttle_${ThrottleKey}_seconds_total` {
  return `throttle_${key}_seconds_total`;
}

const umbrella = 0x08;
const itsParts = 0x40 | 0x80;

/**
 * The reasons in a bit set, the gravest first. Hardware slowdown goes unnamed beside the cause it
 * stands for. A clock that somebody set holds nothing down that was meant to be up.
 */
export function throttlesOf(bits: number | null): readonly ThrottleReason[] {
  if (bits === null) return [];
  return throttleReasons.filter(({ key, bit }) => {
    if (key === 'application_clocks' || (bits & bit) === 0) return false;
    return bit !== umbrella || (bits & itsParts) === 0;
  });
}
