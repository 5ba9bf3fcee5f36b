import type { Severity } from './alert.ts';
import type { DeviceEvent } from './device-report.ts';
import type { Tags } from './sample.ts';

/** Fields of `device_event`, in the order in which they are asked for. */
export const deviceEventFields = [
  'title',
  'message',
  'meaning',
  'action',
  'severity',
  'subject',
  'trap',
  'source',
] as const;
type DeviceEventField = (typeof deviceEventFields)[number];

/** @param read a field's value as text; null where there is none */
export function makeDeviceEvent(
  tags: Tags,
  timeMs: number,
  read: (field: DeviceEventField) => string | null,
): DeviceEvent {
  const { device = '', kind = '' } = tags;
  const text = (field: DeviceEventField): string | null => {
    const value = read(field);
    return value === '' ? null : value;
  };
  const subject = text('subject');
  return {
    key: [timeMs, device, kind, subject ?? ''].join(' '),
    timeMs,
    device,
    kind,
    severity: severityOf(text('severity')),
    title: text('title') ?? kind.replaceAll('_', ' '),
    message: text('message'),
    meaning: text('meaning'),
    action: text('action'),
    subject,
    trap: text('trap'),
    source: text('source'),
    simulated: tags['simulated'] === 'true',
  };
}

/** What nobody graded alarms nobody. */
function severityOf(text: string | null): Severity {
  return text === 'critical' || text === 'warning' ? text : 'info';
}
