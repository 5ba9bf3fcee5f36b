import type { DeviceSummary } from '#lib/model/device-report.ts';
import type { StatusLevel } from '#components/ui/status.tsx';

/** How a device is, in a word: whether it answers comes before what its sensors say. */
export interface Condition {
  readonly level: StatusLevel;
  readonly words: string;
  /** The worst first. */
  readonly order: number;
}

const noAnswer: Condition = { level: 'critical', words: 'no answer', order: 0 };
const critical: Condition = { level: 'critical', words: 'critical', order: 1 };
const silent: Condition = { level: 'warning', words: 'silent', order: 2 };
const warning: Condition = { level: 'warning', words: 'warning', order: 3 };
const waiting: Condition = { level: 'pending', words: 'not polled yet', order: 4 };
const ok: Condition = { level: 'ok', words: 'ok', order: 5 };

export function conditionOf({
  poll,
  severity,
}: {
  readonly poll: Pick<DeviceSummary['poll'], 'state'>;
  readonly severity: DeviceSummary['severity'];
}): Condition {
  switch (poll.state) {
    case 'down':
      return noAnswer;
    case 'silent':
      return silent;
    case 'waiting':
      return waiting;
    case 'up':
      return severity === 'critical' ? critical : severity === 'warning' ? warning : ok;
  }
}
