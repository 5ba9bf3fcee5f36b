import Link from 'next/link';
import { formatText } from '#lib/format/value.ts';
import { Sparkline } from '#components/charts/sparkline.tsx';
import { LiveTile } from '#components/series/live-tile.tsx';
import { trafficLines } from '#components/series/network-lines.ts';
import { Tile } from '#components/ui/tile.tsx';

interface TileNumber {
  readonly value: number | null;
  readonly trend: readonly (number | null)[];
}

export interface OverviewTileValues {
  readonly power: (TileNumber & { readonly source: 'machines' | 'gpus' }) | null;
  readonly cpu: TileNumber;
  readonly memory: TileNumber & { readonly totalBytes: number | null };
  readonly network: TileNumber;
  readonly training: TileNumber & { readonly runs: number };
  readonly firing: number;
  readonly pending: number;
}

const place = 'col-span-6 md:col-span-4 xl:col-span-2';

/** The five or six numbers of the fleet, each with its last hour. */
export function OverviewTiles({ tiles }: { tiles: OverviewTileValues }) {
  const { power, cpu, memory, network, training } = tiles;
  const [receive] = trafficLines();
  return (
    <>
      {power ? (
        <LiveTile
          className={place}
          label="Power"
          how={
            power.source === 'gpus' ? 'Sum of what GPUs report' : 'Sum at the machines’ supplies'
          }
          line={{ measurement: power.source === 'gpus' ? 'gpu' : 'host', field: 'power_watts' }}
          unit="watts"
          initial={power.value}
          detail={power.source === 'gpus' ? 'GPUs only' : 'at the supplies'}
          sparkline={<Sparkline label="Power, last hour" values={power.trend} />}
        />
      ) : (
        <Tile
          className={place}
          label="Power"
          value={null}
          unit="watts"
          detail="no sensor here reports it"
          sparkline={<Sparkline label="Power, last hour" values={[]} />}
        />
      )}
      <LiveTile
        className={place}
        label="Processors"
        how="Mean busy share of all machines"
        line={{ measurement: 'host', field: 'cpu_ratio', across: 'mean' }}
        unit="ratio"
        initial={cpu.value}
        detail="busy"
        sparkline={<Sparkline label="Processors, last hour" values={cpu.trend} min={0} max={1} />}
      />
      <LiveTile
        className={place}
        label="Memory"
        how="Sum over all machines, page cache left out"
        line={{ measurement: 'host', field: 'memory_used_bytes' }}
        unit="bytes"
        initial={memory.value}
        detail={`of ${formatText(memory.totalBytes, 'bytes')}`}
        sparkline={
          <Sparkline
            label="Memory, last hour"
            values={memory.trend}
            min={0}
            {...(memory.totalBytes !== null && { max: memory.totalBytes })}
          />
        }
      />
      {receive && (
        <LiveTile
          className={place}
          label="Network in"
          how="Sum over all interfaces"
          line={receive}
          unit="bits_per_second"
          initial={network.value}
          detail={<Link href="/network">all interfaces</Link>}
          sparkline={<Sparkline label="Network in, last hour" values={network.trend} min={0} />}
        />
      )}
      <LiveTile
        className={place}
        label="Training"
        how="Sum over all runs"
        line={{ measurement: 'training', field: 'samples_per_second' }}
        unit="samples_per_second"
        initial={training.value}
        detail={
          <Link href="/training">
            {training.runs === 0 ? 'nothing runs: start one' : `${training.runs} running`}
          </Link>
        }
        sparkline={<Sparkline label="Training, last hour" values={training.trend} min={0} />}
      />
      <Tile
        className={place}
        label="Alerts"
        value={tiles.firing}
        unit="count"
        detail={
          <Link href="/alerts">
            {tiles.firing === 0 ? 'none fires' : 'firing'}
            {tiles.pending > 0 && `, ${tiles.pending} pending`}
          </Link>
        }
        sparkline={null}
      />
    </>
  );
}
