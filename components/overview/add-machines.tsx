import { Panel } from '#components/ui/panel.tsx';
import { AddAgent } from './add-agent.tsx';
import { SimulateHall } from './simulate-hall.tsx';

/** Ways to see more here; who has a hall of machines needs none that is made up. */
export function AddMachines({
  serverUrl,
  mayMakeTokens,
  hasHall,
}: {
  serverUrl: string;
  mayMakeTokens: boolean;
  hasHall: boolean;
}) {
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
