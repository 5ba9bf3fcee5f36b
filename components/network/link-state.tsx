import { Status } from '#components/ui/status.tsx';
import { Value } from '#components/ui/value.tsx';

/** Down is grave only where the link is meant to be up. */
export function LinkState({
  up,
  adminUp = null,
}: {
  up: boolean | null;
  adminUp?: boolean | null;
}) {
  if (adminUp === false) return <Status level="pending">switched off</Status>;
  if (up === null) return <Status level="unknown">unknown</Status>;
  return up ? <Status level="ok">up</Status> : <Status level="pending">down</Status>;
}

/** Errors or drops a second: any is worth a look. */
export function Faults({ perSecond }: { perSecond: number | null }) {
  if (perSecond === null || perSecond === 0) return <Value value={perSecond} unit="per_second" />;
  return (
    <Status level="warning">
      <Value value={perSecond} unit="per_second" />
    </Status>
  );
}
