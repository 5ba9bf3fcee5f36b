import { Panel } from '#components/ui/panel.tsx';

/** What is missing for a figure, and what would fill it. */
export function NoEnergy({ hosts }: { hosts: number }) {
  const who = hosts === 0 ? 'No host has reported yet.' : hostsWords(hosts);
  return (
    <Panel
      title="Energy"
      state={{
        kind: 'empty',
        title: `${who} Nothing is shown in place of a figure that is not known.`,
        action: (
          <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5 text-pretty text-muted">
            <li>
              CPU packages: RAPL counters under /sys/class/powercap; since Linux 5.10 only root may
              read them, so the agent must run as root or be given the right. Virtual machines
              rarely have them.
            </li>
            <li>GPUs: the driver’s energy counter, or its power where there is no counter.</li>
            <li>Whole hosts: the power that a BMC reports.</li>
          </ul>
        ),
      }}
    />
  );
}

function hostsWords(hosts: number): string {
  return hosts === 1
    ? 'The one host that reports sends neither energy nor power.'
    : `None of the ${hosts} hosts that report sends energy or power.`;
}
