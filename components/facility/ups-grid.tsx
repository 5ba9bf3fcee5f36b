import type { UpsUnit } from '#lib/model/facility-report.ts';
import { ShareBar } from '#components/ui/share-bar.tsx';
import { Status } from '#components/ui/status.tsx';
import { PlantValue } from './plant-value.tsx';
import { Figure, UnitCard, UnitGrid } from './unit-card.tsx';

/** Every UPS: on what it runs, how full it is and how long it lasts. */
export function UpsGrid({ units }: { units: readonly UpsUnit[] }) {
  const match = { device: units.map(({ device }) => device) };
  return (
    <UnitGrid label="UPSes">
      {units.map((unit) => (
        <UnitCard
          key={unit.device}
          unit={unit}
          state={
            unit.state !== null && (
              <Status level={unit.stateSeverity ?? 'unknown'}>{unit.state}</Status>
            )
          }
        >
          <dl className="flex flex-col gap-1 text-sm">
            <Figure name="Charge">
              <PlantValue
                entity={{ device: unit.device, kind: 'charge' }}
                {...{ match, unit: 'ratio', across: 'min' }}
                initial={unit.chargeRatio}
                timeMs={unit.timeMs}
              />
            </Figure>
            <Figure name="Runtime">
              <PlantValue
                entity={{ device: unit.device, kind: 'runtime' }}
                {...{ match, unit: 'seconds', across: 'min' }}
                initial={unit.runtimeSeconds}
                timeMs={unit.timeMs}
              />
            </Figure>
            <Figure name="Load">
              <span className="inline-flex items-center gap-2">
                <ShareBar ratio={unit.loadRatio} />
                <PlantValue
                  entity={{ device: unit.device, kind: 'load' }}
                  {...{ match, unit: 'ratio', across: 'max' }}
                  initial={unit.loadRatio}
                  timeMs={unit.timeMs}
                />
              </span>
            </Figure>
            {unit.powerGroup !== null && (
              <Figure name="Power">
                <PlantValue
                  entity={{ device: unit.device, kind: 'power', group: unit.powerGroup }}
                  {...{ match, unit: 'watts', across: 'sum' }}
                  initial={unit.powerWatts}
                  timeMs={unit.timeMs}
                />
              </Figure>
            )}
          </dl>
        </UnitCard>
      ))}
    </UnitGrid>
  );
}
