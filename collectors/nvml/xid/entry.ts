export type XidSeverity = 'critical' | 'warning' | 'info';

/** One Xid, in words for the person who is called at night. */
export interface XidEntry {
  readonly code: number;
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  /** critical: the GPU or its data cannot be relied on; warning: look at it today; info: no action. */
  readonly severity: XidSeverity;
}

export const restartApplication =
  'Restart the application. If it happens again with a program that is known to be good, test the GPU and report it to the vendor.';

export const checkProgram =
  'Restart the application and look for a fault in its kernels or libraries with compute-sanitizer. If it follows the GPU and not the program, report it to the vendor.';

export const resetGpu =
  'Drain the GPU and reset it, or reboot the host if the reset fails. If it happens again, report it to the vendor.';

export const watch = 'Nothing at once. If it happens again, report it to the vendor.';
