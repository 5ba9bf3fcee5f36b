import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** What would be here, and the two ways to bring it about. */
export function NoDevices({ title, mayAdd }: { title: string; mayAdd: boolean }) {
  return (
    <Panel
      title={title}
      state={{
        kind: 'empty',
        title:
          'No device is polled yet. A switch, PDU, UPS, cooling unit or sensor that speaks SNMP stands here once an agent polls it, recognised by itself, with its sensors, interfaces and states.',
        action: (
          <div className="flex max-w-full min-w-0 flex-col items-start gap-3">
            {mayAdd && (
              <Link href="/settings/devices" className={buttonClass('primary')}>
                Add a device
              </Link>
            )}
            <p className="max-w-prose text-sm text-pretty">
              {mayAdd ? 'Or ask' : 'An operator can add one under Settings › Devices. Or ask'} one
              from a host that reaches it, to see what is recognised:
            </p>
            <CopyText
              text="bin/isotherm snmp read --host <address> --community <community>"
              label="Copy the command"
            />
          </div>
        ),
      }}
    />
  );
}
