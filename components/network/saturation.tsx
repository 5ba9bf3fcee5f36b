import { ShareBar } from '#components/ui/share-bar.tsx';
import { Value } from '#components/ui/value.tsx';

/** How full a link is, as a bar and a number. */
export function Saturation({ ratio }: { ratio: number | null }) {
  return (
    <span className="inline-flex items-center justify-end gap-2">
      <ShareBar ratio={ratio} />
      <span className="min-w-10">
        <Value value={ratio} unit="ratio" />
      </span>
    </span>
  );
}
