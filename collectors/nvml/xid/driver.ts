import { resetGpu, watch, type XidEntry } from './entry.ts';

/** Driver and firmware, virtual machines, and messages that are only told. */
export const driverXids: readonly XidEntry[] = [
  {
    code: 37,
    title: 'Driver firmware error',
    meaning: 'Firmware that the driver loaded has met something it did not expect, and gone on.',
    action: 'Nothing, as long as programs run.',
    severity: 'info',
  },
  {
    code: 38,
    title: 'Driver firmware failed',
    meaning: 'Firmware that the driver loaded has given up on a task.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 66,
    title: 'Illegal access by the driver',
    meaning: 'The driver touched a register it may not touch: a mistake in the driver.',
    action: 'Install the newest driver of the branch. If it stays, report it to the vendor.',
    severity: 'warning',
  },
  {
    code: 67,
    title: 'Illegal access, refused by the GPU',
    meaning: 'The GPU turned down a register access of the driver.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 78,
    title: 'Virtual GPU did not start',
    meaning:
      'A virtual GPU could not be given to its machine, often because versions do not match.',
    action: 'Bring host driver, guest driver and licence to versions that belong together.',
    severity: 'warning',
  },
  {
    code: 106,
    title: 'Test message of the management bus',
    meaning: 'Somebody has asked the board, over its management bus, to send a test message.',
    action: 'Nothing.',
    severity: 'info',
  },
  {
    code: 107,
    title: 'Silent test message of the management bus',
    meaning: 'A test message over the management bus of the board, meant for no one to see.',
    action: 'Nothing.',
    severity: 'info',
  },
  {
    code: 119,
    title: 'GPU system processor does not answer',
    meaning:
      'The processor on the GPU that runs most of the driver did not answer a request in time. Programs hang and cannot be ended.',
    action:
      'Drain the GPU and reset it; reboot the host if the reset hangs. Keep the nvidia-bug-report for the vendor.',
    severity: 'critical',
  },
  {
    code: 120,
    title: 'GPU system processor failed',
    meaning: 'The processor on the GPU that runs most of the driver has stopped with an error.',
    action:
      'Drain the GPU and reset it; reboot the host if the reset hangs. Keep the nvidia-bug-report for the vendor.',
    severity: 'critical',
  },
  {
    code: 151,
    title: 'Key rotation failed',
    meaning: 'In confidential mode the keys between machine and GPU could not be renewed.',
    action: 'Restart the virtual machine. If it happens again, report it to the vendor.',
    severity: 'warning',
  },
  {
    code: 154,
    title: 'Driver asks for another recovery',
    meaning: 'What the driver wants done to bring the GPU back to health has changed.',
    action: 'Do what its text names, and look at the Xid just before it for the cause.',
    severity: 'warning',
  },
  {
    code: 170,
    title: 'Interrupt in confidential mode',
    meaning: 'The GPU raised an interrupt that is not expected while it works confidentially.',
    action: watch,
    severity: 'warning',
  },
];

const recoveries: Readonly<Record<number, Pick<XidEntry, 'title' | 'action' | 'severity'>>> = {
  0: { title: 'GPU needs no recovery any more', action: 'Nothing.', severity: 'info' },
  1: { title: 'Driver asks for a GPU reset', action: resetGpu, severity: 'critical' },
  2: {
    title: 'Driver asks for a reboot',
    action: 'Drain the host and reboot it.',
    severity: 'critical',
  },
  3: {
    title: 'Driver asks to drain peers',
    action: 'End the jobs that use this GPU over NVLink, and start no new ones.',
    severity: 'critical',
  },
  4: {
    title: 'Driver asks to drain and reset',
    action: 'Let running jobs end, start no new ones, then reset the GPU.',
    severity: 'warning',
  },
  5: {
    title: 'Driver asks to recover the IMEX domain',
    action: 'Restart the IMEX service in the whole NVLink domain, then the jobs that used it.',
    severity: 'critical',
  },
};

/** Reads Xid 154: `GPU recovery action changed from 0x0 (None) to 0x1 (GPU Reset Required)`. */
export function describeRecovery(message: string): Partial<XidEntry> {
  const wanted = /\bto\s+(0x[0-9a-f]{1,4}|\d{1,4})\b/i.exec(message)?.[1];
  return wanted === undefined ? {} : (recoveries[Number(wanted)] ?? {});
}
