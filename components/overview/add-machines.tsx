import { Panel } from '#components/ui/panel.tsx';
import { AddAgent } from './add-agent.tsx';
import type { FleetPicture } from './fleet-panel.tsx';
import { SimulateHall } from './simulate-hall.tsx';

/** Ways to see more here; who has a hall of machines needs none that is made up. */
export function AddMachines({
  serverUrl,
  mayMakeTokens,
  picture,
}: {
  serverUrl: string;
  mayMakeTokens: boolean;
  picture: FleetPicture['kind'];
}) {
  const hasHall = picture === 'hall' || picture === 'list';
  const place = `col-span-12 max-xl:order-3 ${hasHall ? '' : 'xl:col-span-6'}`;
  return (
    <>
      <Panel title="Add a machine" className={place}>
        <AddAgent serverUrl={serverUrl} mayMakeTokens={mayMakeTokens} />
      </Panel>
      {!hasHall && (
        <Panel title="Load a simulated hall" className={place}>
          <SimulateHall serverUrl={serverUrl} mayMakeTokens={mayMakeTokens} />
        </Panel>
      )}
    </>
  );
}
