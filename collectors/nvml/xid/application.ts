import { checkProgram, restartApplication, watch, type XidEntry } from './entry.ts';

/** Faults of one program, as a rule: the GPU itself goes on. */
export const applicationXids: readonly XidEntry[] = [
  {
    code: 8,
    title: 'GPU work timed out',
    meaning:
      'A piece of work did not finish in the time the driver allows, and the driver ended the program that had started it.',
    action: restartApplication,
    severity: 'warning',
  },
  {
    code: 11,
    title: 'Broken command buffer',
    meaning:
      'The stream of commands to the GPU held something it could not read: a fault of the program or its driver library, or data damaged on the way.',
    action: checkProgram,
    severity: 'warning',
  },
  {
    code: 13,
    title: 'Exception in a kernel',
    meaning:
      'A kernel did something the multiprocessors refuse, most often an index out of bounds or an illegal instruction. Rarely the hardware is at fault.',
    action: checkProgram,
    severity: 'warning',
  },
  {
    code: 25,
    title: 'Illegal command buffer',
    meaning:
      'A program gave the GPU a command that it may not give. The program was stopped, nothing else was touched.',
    action: checkProgram,
    severity: 'warning',
  },
  {
    code: 31,
    title: 'GPU page fault',
    meaning:
      'A program read or wrote an address that is not mapped for it, which is nearly always a mistake in the program.',
    action: checkProgram,
    severity: 'warning',
  },
  {
    code: 32,
    title: 'Command buffer damaged',
    meaning:
      'Commands arrived at the GPU other than they were written: a program fault, or an unreliable PCIe link.',
    action: `${checkProgram} Look at the PCIe error counters of the slot.`,
    severity: 'warning',
  },
  {
    code: 43,
    title: 'Program stopped on the GPU',
    meaning:
      'A program made an error on the GPU and its context was ended. The GPU is well; earlier Xids of the same program say what went wrong.',
    action: 'Restart the application and look at the Xids just before this one.',
    severity: 'warning',
  },
  {
    code: 44,
    title: 'Fault while switching contexts',
    meaning: 'The graphics engine made an error as it went from one program to the next.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 45,
    title: 'Contexts cleaned up',
    meaning:
      'The driver ended what was left of programs on the GPU, after another error or because they were killed.',
    action:
      'Follow the Xid that came before it. Where there is none and nobody ended a program, restart the fabric manager and the job.',
    severity: 'info',
  },
  {
    code: 69,
    title: 'Unknown command to the graphics engine',
    meaning:
      'A program used a method that this engine does not have, as when a library was built for another GPU.',
    action: checkProgram,
    severity: 'warning',
  },
  {
    code: 80,
    title: 'Damaged data sent to the GPU',
    meaning:
      'What arrived at the GPU failed its check; link, host memory or program may be at fault.',
    action: checkProgram,
    severity: 'warning',
  },
  {
    code: 109,
    title: 'Context switch timed out',
    meaning:
      'A program would not leave the GPU when its time was up. Whatever else waits for this GPU stands still.',
    action:
      'End the programs on the GPU, then reset it. If it happens again with other programs, report it to the vendor.',
    severity: 'critical',
  },
  {
    code: 141,
    title: 'CUDA fast path failed',
    meaning: 'A shortcut for launching work did not succeed and the slower way was taken.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 159,
    title: 'Coherent link refused a request',
    meaning:
      'A request over the coherent interface between CPU and GPU was answered with an error that carried no data.',
    action:
      'Look for memory errors of host and GPU at the same time, and report it to the vendor when there are none.',
    severity: 'warning',
  },
];
