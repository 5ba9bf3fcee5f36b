import { resetGpu, type XidEntry } from './entry.ts';

/** Errors of device memory and of the memories inside the chip, and what was done about them. */
export const memoryXids: readonly XidEntry[] = [
  {
    code: 48,
    title: 'Uncorrectable memory error',
    meaning:
      'Two bits of one word were wrong, which ECC sees but cannot mend. Whatever used that word has been ended or holds wrong data.',
    action:
      'End the job, drain the GPU and reset it so that the row is replaced. If row remapping fails or it happens again, exchange the board.',
    severity: 'critical',
  },
  {
    code: 63,
    title: 'Memory row replaced',
    meaning:
      'The driver has marked a bad row (a bad page on GPUs before Ampere) and put a spare one in its place, from the next reset on.',
    action: 'Reset the GPU at the next opportunity and watch how many rows it has replaced.',
    severity: 'warning',
  },
  {
    code: 64,
    title: 'Memory row could not be replaced',
    meaning:
      'A bad row was found and no spare one could be put in its place; errors will come back.',
    action: 'Drain the GPU, reset it, and have the board exchanged if the failure stays.',
    severity: 'critical',
  },
  {
    code: 92,
    title: 'Many corrected memory errors',
    meaning:
      'ECC mends single bits more often than is usual. Nothing is lost yet; such memory may go on to fail.',
    action:
      'Watch the counters. If the rate stays high, test the board and report it to the vendor.',
    severity: 'warning',
  },
  {
    code: 94,
    title: 'Contained memory error',
    meaning:
      'An uncorrectable error hit one program only. That program was ended; the others on the GPU are unharmed.',
    action:
      'Restart the application, and reset the GPU when it is free so that the row is replaced.',
    severity: 'warning',
  },
  {
    code: 95,
    title: 'Uncontained memory error',
    meaning:
      'An uncorrectable error could not be kept to one program: every program on the GPU may hold wrong data.',
    action: 'End all programs on the GPU, discard what they have computed since, and reset it.',
    severity: 'critical',
  },
  {
    code: 140,
    title: 'Unrecovered ECC error',
    meaning:
      'Memory of the GPU or of its chip gave an error from which the driver did not recover.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 156,
    title: 'Part of the GPU retired',
    meaning: 'The driver has taken a failing resource out of use and works on with what is left.',
    action: 'Drain the GPU and reset it to make the change final.',
    severity: 'warning',
  },
  {
    code: 157,
    title: 'Retiring a part of the GPU failed',
    meaning: 'A failing resource could not be taken out of use, so it may give errors again.',
    action: 'Drain the GPU and report it to the vendor.',
    severity: 'critical',
  },
  {
    code: 160,
    title: 'Memory channel retired',
    meaning: 'A channel to device memory gave errors and is no longer used.',
    action: 'Reset the GPU at the next opportunity; its memory is smaller or slower afterwards.',
    severity: 'warning',
  },
  {
    code: 161,
    title: 'Retiring a memory channel failed',
    meaning: 'A channel to device memory gives errors and could not be taken out of use.',
    action: 'Drain the GPU and report it to the vendor.',
    severity: 'critical',
  },
  {
    code: 168,
    title: 'Error in protected memory',
    meaning: 'The region of memory in which the GPU keeps its own firmware was found damaged.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 171,
    title: 'Details of an uncorrectable error (device memory)',
    meaning: 'Comes with Xid 48 and says that the fault lies in memory, naming the place.',
    action: 'Act on the Xid 48 beside it and keep this text for the vendor.',
    severity: 'warning',
  },
  {
    code: 172,
    title: 'Details of an uncorrectable error (on-chip memory)',
    meaning: 'Comes with Xid 48 and tells a fault of on-chip SRAM from one of device memory.',
    action: 'Act on the Xid 48 beside it and keep this text for the vendor.',
    severity: 'warning',
  },
];
