import { resetGpu, watch, type XidEntry, type XidSeverity } from './entry.ts';

const nvlink5Action =
  'When the text says fatal, end the jobs on the link and reset the GPU; else watch whether it comes back. A link that fails again needs its cable, tray or switch looked at.';

/** Links between GPUs, to switches, to the CPU and to the host. */
export const linkXids: readonly XidEntry[] = [
  {
    code: 74,
    title: 'NVLink error',
    meaning:
      'A link between this GPU and another, or a switch, has failed. Jobs that span GPUs stop or crawl.',
    action:
      'See which link the text names. Reset the GPUs on both ends; if it returns, reseat or exchange the module or the switch board.',
    severity: 'critical',
  },
  {
    code: 121,
    title: 'Chip-to-chip link error',
    meaning: 'The link between CPU and GPU of one module has corrected an error; it goes on.',
    action: watch,
    severity: 'warning',
  },
  {
    code: 136,
    title: 'Link training failed',
    meaning: 'An NVLink could not be brought up to speed, so it carries nothing.',
    action: 'Reset the GPU. If the link stays down, check its cable or board for signal quality.',
    severity: 'critical',
  },
  {
    code: 137,
    title: 'NVLink access refused',
    meaning:
      'A request over NVLink reached memory that the sender may not use: most often a peer that has gone, or a program that uses freed memory of another GPU.',
    action: 'Look at the program that ran over several GPUs, and at earlier Xids of its peers.',
    severity: 'warning',
  },
  nvlink5(144, 'SAW'),
  nvlink5(145, 'RLW'),
  nvlink5(146, 'TLW'),
  nvlink5(147, 'TREX'),
  nvlink5(148, 'NVLPW_CTRL'),
  nvlink5(149, 'NETIR'),
  nvlink5(150, 'MSE'),
  {
    code: 155,
    title: 'NVLink error found by software',
    meaning: 'The driver has declared a link unusable, or a peer over it has become unreachable.',
    action: resetGpu,
    severity: 'critical',
  },
  {
    code: 166,
    title: 'Traffic before encryption was ready',
    meaning:
      'In confidential mode a link carried data before it had been set up to encrypt; the data was refused.',
    action:
      'Restart the confidential virtual machine. If it happens again, report it to the vendor.',
    severity: 'warning',
  },
  {
    code: 167,
    title: 'PCIe timed out for good',
    meaning: 'The GPU had no answer over PCIe and cannot go on; it is about to be lost.',
    action: 'Reboot the host. If it happens again, check slot, riser and power, then the board.',
    severity: 'critical',
  },
];

function nvlink5(code: number, unit: string): XidEntry {
  return {
    code,
    title: `NVLink error (${unit})`,
    meaning: `The ${unit} unit of an NVLink of the fifth generation reports an error; its text names the link and says whether it is fatal.`,
    action: nvlink5Action,
    severity: 'critical',
  };
}

const nvlink5Codes: readonly number[] = [144, 145, 146, 147, 148, 149, 150];

/** Such an error says itself whether the link survived it; null where the text does not. */
export function nvlink5Severity(code: number, message: string): XidSeverity | null {
  if (!nvlink5Codes.includes(code)) return null;
  if (/\bnon-?fatal\b/i.test(message)) return 'warning';
  return /\bfatal\b/i.test(message) ? 'critical' : null;
}
