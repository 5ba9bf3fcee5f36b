import { places } from './navigation.ts';

const everywhere: readonly (readonly [keys: string, does: string])[] = [
  ['/  or  Ctrl K', 'find a host, interface, rack, rule or page'],
  ['?', 'these keys'],
  ['Esc', 'close what is open'],
  ['j  k', 'down and up in a list'],
  ['Enter', 'open what is marked'],
  ['drag', 'on a chart: zoom the page to that time'],
  ['double click', 'on a chart: back to live'],
  ['arrows  +  −  0', 'on the map of racks: move, zoom, fit'],
];

export function KeyHelp() {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <KeyList title="Everywhere" keys={everywhere} />
      <KeyList
        title="Go to"
        keys={places.map((place) => [`g  ${place.key}`, place.label] as const)}
      />
    </div>
  );
}

function KeyList({
  title,
  keys,
}: {
  title: string;
  keys: readonly (readonly [keys: string, does: string])[];
}) {
  return (
    <section>
      <h3 className="mb-2 text-xs font-medium text-faint">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
        {keys.map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="font-mono text-xs whitespace-pre text-text">{key}</dt>
            <dd className="text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
