import type { DeviceSensor } from '#lib/model/device-report.ts';
import type { CoolingUnit } from '#lib/model/facility-report.ts';
import { displayOf, kindName } from '#components/device/device-words.ts';
import { PlantValue } from './plant-value.tsx';
import { Figure, UnitCard, UnitGrid } from './unit-card.tsx';

/** A card is a look at a unit; its page has every sensor. */
const most = { temperatures: 4, flows: 3, humidities: 1, fans: 2 };

/** Every cooling unit: what it takes in and gives out, what flows, how hard its fans work. */
export function CoolingGrid({ units }: { units: readonly CoolingUnit[] }) {
  const match = { device: units.map(({ device }) => device) };
  return (
    <UnitGrid label="Cooling units">
      {units.map((unit) => (
        <UnitCard key={unit.device} unit={unit} state={unit.state}>
          <dl className="flex flex-col gap-1 text-sm">
            {shownOf(unit).map((sensor) => {
              const { unit: shown, factor } = displayOf(sensor.kind);
              return (
                <Figure key={`${sensor.kind} ${sensor.name}`} name={nameOf(sensor)}>
                  <PlantValue
                    entity={{ device: unit.device, kind: sensor.kind, sensor: sensor.name }}
                    match={match}
                    unit={shown}
                    factor={factor}
                    initial={sensor.value}
                    timeMs={sensor.timeMs}
                  />
                </Figure>
              );
            })}
          </dl>
        </UnitCard>
      ))}
    </UnitGrid>
  );
}

/** Temperatures are named after where they are; of the rest the kind may say more than the name. */
function nameOf({ kind, name }: DeviceSensor): string {
  const kindWords = kindName(kind);
  const isSaid = kindWords.toLowerCase().includes(name.toLowerCase());
  if (isSaid) return kindWords;
  const says = name.toLowerCase().includes(kindWords.split(' ', 1)[0]?.toLowerCase() ?? kindWords);
  return kind === 'temperature' || says ? name : `${kindWords}, ${name}`;
}

function shownOf(unit: CoolingUnit): readonly DeviceSensor[] {
  return [
    ...unit.temperatures.toSorted(airFirst).slice(0, most.temperatures),
    ...unit.flows.slice(0, most.flows),
    ...unit.humidities.slice(0, most.humidities),
    // A share says more than revolutions do.
    ...unit.fans.toSorted((a, b) => a.kind.localeCompare(b.kind)).slice(0, most.fans),
  ];
}

/** What a unit gives and takes is asked for first. */
function airFirst(a: DeviceSensor, b: DeviceSensor): number {
  const rank = ({ name }: DeviceSensor) =>
    /supply/i.test(name) ? 0 : /return/i.test(name) ? 1 : 2;
  return rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { numeric: true });
}
