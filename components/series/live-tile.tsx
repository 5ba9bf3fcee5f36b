import { TileFrame, type TileFrameProps } from '#components/ui/tile.tsx';
import { LiveValue, type LiveValueProps } from './live-value.tsx';

/** A tile whose number follows the stream. */
export function LiveTile({
  line,
  unit,
  initial,
  initialTimeMs,
  ...frame
}: TileFrameProps & Omit<LiveValueProps, 'unitClass' | 'fields'>) {
  return (
    <TileFrame {...frame}>
      <LiveValue
        line={line}
        unit={unit}
        initial={initial}
        {...(initialTimeMs !== undefined && { initialTimeMs })}
        unitClass="text-lg font-normal tracking-normal text-faint"
      />
    </TileFrame>
  );
}
