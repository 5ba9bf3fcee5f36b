'use client';

import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import type { HostPlacement, Rack } from '#lib/model/place.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';

export interface PlaceHostProps {
  readonly placement: HostPlacement;
  readonly racks: readonly Rack[];
}

/** A button that puts a host into a rack, or moves it. */
export function PlaceHostButton({ placement, racks }: PlaceHostProps) {
  const [isOpen, setOpen] = useState(false);
  const verb = placement.rackId === null ? 'Place' : 'Move';
  return (
    <>
      <Button size="small" aria-label={`${verb} ${placement.host}`} onClick={() => setOpen(true)}>
        {verb}
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title={`${verb} ${placement.host}`}>
        <PlaceForm placement={placement} racks={racks} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function PlaceForm({ placement, racks, onDone }: PlaceHostProps & { onDone: () => void }) {
  const { busy, error, send } = useSend();
  const [rackId, setRackId] = useState(placement.rackId ?? racks[0]?.id ?? '');
  const [positionU, setPositionU] = useState(placement.positionU?.toString() ?? '');
  const [heightU, setHeightU] = useState(String(placement.heightU));
  const router = useRouter();
  const { host } = placement;

  const place = async (body: object): Promise<void> => {
    const answer = await send('PUT', '/api/v1/placements', { host, ...body });
    if (!answer.ok) return;
    router.refresh();
    onDone();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const at = positionU === '' ? null : Number(positionU);
    void place({ rackId, positionU: at, heightU: Number(heightU) });
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Select
        label="Rack"
        choices={racks.map((rack) => ({
          value: rack.id,
          label: `${rack.name} · ${rack.room}, row ${rack.row}`,
        }))}
        value={rackId}
        onChange={(event) => setRackId(event.target.value)}
      />
      <div className="grid grid-cols-2 gap-4">
        <Field
          label="Lowest U"
          type="number"
          min={1}
          max={60}
          hint="Counted from 1 at the bottom; empty while unknown"
          value={positionU}
          onChange={(event) => setPositionU(event.target.value)}
        />
        <Field
          label="Height, U"
          type="number"
          min={1}
          max={60}
          required
          value={heightU}
          onChange={(event) => setHeightU(event.target.value)}
        />
      </div>
      <FormError error={error} />
      <div className="flex justify-between">
        {placement.rackId === null ? (
          <span />
        ) : (
          <Button look="danger" busy={busy} onClick={() => void place({ rackId: null })}>
            Take out of the rack
          </Button>
        )}
        <Button type="submit" look="primary" busy={busy}>
          {placement.rackId === null ? 'Place' : 'Move'}
        </Button>
      </div>
    </form>
  );
}
