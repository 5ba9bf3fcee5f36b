'use client';

import { useState, type SyntheticEvent } from 'react';
import { formatDateTime, zoneOffsetMs, type Zone } from '#lib/format/time.ts';
import { timeRangeBounds, type TimeRange } from '#lib/model/time-range.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';

/** Two moments in the reader's zone. */
export function CustomRange({
  range,
  zone,
  onChoose,
}: {
  range: TimeRange;
  zone: Zone;
  onChoose: (range: TimeRange) => void;
}) {
  const [initial] = useState(() => timeRangeBounds(range, Date.now()));
  const [error, setError] = useState<string | null>(null);
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const startMs = fromWallClock(form.get('start'), zone);
    const endMs = fromWallClock(form.get('end'), zone);
    if (startMs === null || endMs === null) setError('Both ends need a date and a time.');
    else if (endMs - startMs < 1000) setError('The end must be later than the start.');
    else onChoose({ kind: 'absolute', startMs, endMs });
  };
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-3 p-3">
      <Field
        label="From"
        name="start"
        type="datetime-local"
        step={1}
        defaultValue={toWallClock(initial.startMs, zone)}
      />
      <Field
        label="To"
        name="end"
        type="datetime-local"
        step={1}
        defaultValue={toWallClock(initial.endMs, zone)}
        hint={zone === 'UTC' ? 'In UTC' : `In ${zone}`}
      />
      <FormError error={error} />
      <Button type="submit" look="primary">
        Show
      </Button>
    </form>
  );
}

function toWallClock(timeMs: number, zone: Zone): string {
  return formatDateTime(timeMs, zone).slice(0, 19).replace(' ', 'T');
}

function fromWallClock(text: FormDataEntryValue | null, zone: Zone): number | null {
  if (typeof text !== 'string' || text === '') return null;
  const asUtc = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset at the moment itself, not at its wall clock read as UTC.
  return asUtc - zoneOffsetMs(asUtc - zoneOffsetMs(asUtc, zone), zone);
}
