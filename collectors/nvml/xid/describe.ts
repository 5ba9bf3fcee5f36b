import { xidCatalogue } from './catalogue.ts';
import { describeRecovery } from './driver.ts';
import type { XidEntry } from './entry.ts';
import { nvlink5Severity } from './links.ts';

/** What an Xid is and what to do about it; the driver's text, where given, makes it more exact. */
export function describeXid(code: number, message = ''): XidEntry {
  const entry = xidCatalogue.get(code);
  if (!entry) return unknownXid(code);
  if (code === 154) return { ...entry, ...describeRecovery(message) };
  const severity = nvlink5Severity(code, message);
  return severity === null ? entry : { ...entry, severity };
}

function unknownXid(code: number): XidEntry {
  return {
    code,
    title: `Xid ${code}`,
    meaning: 'The driver reports an error that this catalogue does not know.',
    action: `Look up Xid ${code} in the vendor's catalogue, and read the text of the kernel log.`,
    severity: 'warning',
  };
}

/** An error of an NVSwitch, whose text says whether the switch survived it. */
export function describeSxid(code: number, message: string): XidEntry {
  // "Non-fatal" contains "fatal": the longer word is looked for first.
  if (/\bnon-?fatal\b/i.test(message)) return nonFatalSxid(code);
  if (/\bfatal\b/i.test(message)) return fatalSxid(code);
  return {
    code,
    title: `NVSwitch error ${code}`,
    meaning: 'An NVSwitch reports an error and does not say whether it is fatal.',
    action: 'Look at the NVLink counters of the GPUs on this switch and at the fabric manager log.',
    severity: 'warning',
  };
}

function nonFatalSxid(code: number): XidEntry {
  return {
    code,
    title: `NVSwitch error ${code}`,
    meaning:
      'An NVSwitch had an error and went on. Jobs over the link that its text names may have been ended.',
    action: 'Nothing at once. If the same link is named again, have link and switch looked at.',
    severity: 'warning',
  };
}

function fatalSxid(code: number): XidEntry {
  return {
    code,
    title: `Fatal NVSwitch error ${code}`,
    meaning:
      'An NVSwitch has failed: jobs on all GPUs behind it are ended, and new ones cannot use NVLink.',
    action:
      'Drain the host, reset all its GPUs and NVSwitches together or reboot it, then restart the fabric manager. If it happens again, exchange the switch board.',
    severity: 'critical',
  };
}
