import { trafficLines } from '#components/series/network-lines.ts';
import { LiveTile } from '#components/series/live-tile.tsx';
import { Tile } from '#components/ui/tile.tsx';
import type { InterfaceRow } from './interface-table.tsx';

const place = 'col-span-6 xl:col-span-3';

/** The four numbers of a link. */
export function InterfaceHeader({ row }: { row: InterfaceRow }) {
  const [receive, transmit] = trafficLines({ host: [row.host], interface: [row.name] });
  return (
    <>
      {receive && (
        <LiveTile
          className={place}
          label="Received"
          line={receive}
          unit="bits_per_second"
          initial={row.receiveBitsPerSecond}
          initialTimeMs={row.timeMs}
        />
      )}
      {transmit && (
        <LiveTile
          className={place}
          label="Sent"
          line={transmit}
          unit="bits_per_second"
          initial={row.transmitBitsPerSecond}
          initialTimeMs={row.timeMs}
        />
      )}
      <Tile
        className={place}
        label="Speed"
        value={row.speedBitsPerSecond}
        unit="bits_per_second"
        detail={row.speedBitsPerSecond === null ? 'a virtual link has none' : 'negotiated'}
      />
      <Tile
        className={place}
        label="Saturation"
        value={row.saturationRatio}
        unit="ratio"
        how="The busier direction over the negotiated speed"
        detail={row.up === false ? 'the link is down' : 'when the page was loaded'}
        timeMs={row.timeMs}
      />
    </>
  );
}
