/** What kind of thing a polled device is. */
export const deviceFamilies = [
  'pdu',
  'ups',
  'transfer_switch',
  'cooling',
  'environment',
  'switch',
  'server',
  'other',
] as const;
export type DeviceFamily = (typeof deviceFamilies)[number];

/** What a device is where nobody knows better: a family of another version is `other`. */
export function familyOf(text: unknown): DeviceFamily | null {
  if (typeof text !== 'string') return null;
  return deviceFamilies.find((family) => family === text) ?? 'other';
}
