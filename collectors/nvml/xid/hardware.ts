import { resetGpu, watch, type XidEntry } from './entry.ts';

/** The board, its power, and the small processors that run it. */
export const hardwareXids: readonly XidEntry[] = [
  {
    code: 46,
    title: 'GPU stopped answering',
    meaning: 'The GPU takes no further work from the driver.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 54,
    title: 'Power cable missing',
    meaning: 'The auxiliary power connector of the board is not plugged in or carries no power.',
    action: 'Check the power cable of the board and the supply behind it.',
    severity: 'critical',
  },
  {
    code: 62,
    title: 'Power controller halted',
    meaning:
      'The microcontroller that runs clocks and power of the GPU has stopped, so the GPU cannot be relied on.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 79,
    title: 'GPU has fallen off the bus',
    meaning:
      'The GPU no longer answers over PCIe: it has lost power, overheated, or its link has failed. Everything on it is lost.',
    action:
      'Drain the host and reboot it, with power off for a minute. If the GPU is lost again, check cooling, power and seating, then exchange the board.',
    severity: 'critical',
  },
  {
    code: 93,
    title: 'InfoROM written too often',
    meaning:
      'The small memory that holds the history of the board is being written more than it is made for.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 110,
    title: 'Security fault',
    meaning: 'The GPU has found a breach of its own protection and stopped what it was doing.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 143,
    title: 'GPU did not start up',
    meaning: 'The driver could not bring the GPU into service.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 152,
    title: 'Address fault of the deep-learning accelerator',
    meaning: 'The accelerator beside the GPU touched memory that is not mapped for it.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 153,
    title: 'Deep-learning accelerator timed out',
    meaning: 'The accelerator beside the GPU did not finish its work in time.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 158,
    title: 'GPU timed out for good',
    meaning: 'A unit inside the GPU waited in vain for another and cannot recover.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 162,
    title: 'Power smoothing back in use',
    meaning: 'The circuit that evens out sudden changes of power works again.',
    action: 'Nothing.',
    severity: 'info',
  },
  {
    code: 163,
    title: 'Power smoothing out of use',
    meaning:
      'The circuit that evens out sudden changes of power has been switched off. Many GPUs at once then load the supply in steps.',
    action:
      'Tell those who run the power supply of the hall, and find out who or what switched it off.',
    severity: 'warning',
  },
  {
    code: 164,
    title: 'Power smoothing is wearing out',
    meaning: 'The circuit that evens out sudden changes of power has little of its life left.',
    action: 'Plan an exchange of the board.',
    severity: 'warning',
  },
  {
    code: 165,
    title: 'Power smoothing is worn out',
    meaning: 'The circuit that evens out sudden changes of power has reached the end of its life.',
    action: 'Exchange the board, or run it where steps of power do no harm.',
    severity: 'critical',
  },
  {
    code: 169,
    title: 'Microcontroller halted',
    meaning: 'One of the small processors inside the GPU has stopped.',
    action: resetGpu,
    severity: 'critical',
  },
];
