'use client';

import { Plus, X } from 'lucide-react';
import type { SubmitEvent } from 'react';
import { formatText } from '#lib/format/value.ts';
import { mostSweepAddresses } from '#lib/model/address-range.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, TextArea } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select, type Choice } from '#components/ui/select.tsx';
import { emptyCredentials, type CredentialDraft } from './credential-draft.ts';
import { CredentialFields } from './credential-fields.tsx';
import { badRange, countSweep, leastSeconds, sweepBody, type SweepDraft } from './sweep-draft.ts';
import type { Sweep } from './sweep.ts';

const mostCredentials = 8;

/** Which addresses an agent is to ask, how fast, and with what. */
export function SweepForm({
  draft,
  change,
  pollers,
  onStarted,
}: {
  draft: SweepDraft;
  change: (changed: Partial<SweepDraft>) => void;
  pollers: readonly Choice[];
  onStarted: (sweep: Sweep) => void;
}) {
  const { busy, error, send } = useSend<Sweep>();
  const start = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await send('POST', '/api/v1/devices/sweeps', sweepBody(draft));
    if (answer.ok) onStarted(answer.value);
  };
  return (
    <form onSubmit={(event) => void start(event)} className="flex flex-col gap-4">
      <RangeField draft={draft} change={change} />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[2fr_1fr_1fr]">
        <Select
          label="Asked by the agent of"
          choices={pollers}
          value={draft.polledBy}
          onChange={(event) => change({ polledBy: event.target.value })}
        />
        <Field
          label="Ports"
          required
          value={draft.ports}
          onChange={(event) => change({ ports: event.target.value })}
        />
        <Field
          label="Requests a second"
          required
          type="number"
          min={1}
          max={500}
          value={draft.requestsPerSecond}
          onChange={(event) => change({ requestsPerSecond: event.target.value })}
        />
      </div>
      <CredentialList
        drafts={draft.credentials}
        onChange={(credentials) => change({ credentials })}
      />
      <FormError error={error} />
      <div className="flex items-center justify-end gap-3">
        <p className="mr-auto text-xs text-faint">
          It only asks. Nothing is added before you have chosen it.
        </p>
        <Button type="submit" look="primary" busy={busy}>
          Look for devices
        </Button>
      </div>
    </form>
  );
}

function RangeField({
  draft,
  change,
}: {
  draft: SweepDraft;
  change: (changed: Partial<SweepDraft>) => void;
}) {
  const bad = badRange(draft.ranges);
  const count = countSweep(draft.ranges);
  const tooMany = count > mostSweepAddresses;
  const error = tooMany
    ? `${count.toLocaleString('en')} addresses are more than the ${mostSweepAddresses.toLocaleString('en')} of one sweep: ask in parts`
    : bad && `${bad} is no range: write 10.0.3.0/24, 10.0.3.10-90 or one address`;
  return (
    <TextArea
      label="Addresses"
      required
      autoFocus
      rows={3}
      placeholder={'10.0.3.0/24\n10.0.4.10-90'}
      error={error}
      hint={
        count === 0
          ? 'One range a line: 10.0.3.0/24, 10.0.3.10-90 or one address'
          : `${count.toLocaleString('en')} addresses, at least ${formatText(leastSeconds(draft), 'seconds')}`
      }
      value={draft.ranges}
      onChange={(event) => change({ ranges: event.target.value })}
    />
  );
}

function CredentialList({
  drafts,
  onChange,
}: {
  drafts: readonly CredentialDraft[];
  onChange: (drafts: readonly CredentialDraft[]) => void;
}) {
  return (
    <>
      {drafts.map((draft, place) => (
        <fieldset
          key={place}
          className="relative flex flex-col gap-4 rounded-control border border-border px-3 pt-1 pb-3"
        >
          <legend className="px-1 text-xs text-muted">
            {drafts.length === 1 ? 'Credentials' : `Credentials ${place + 1}`}
          </legend>
          <CredentialFields
            draft={draft}
            change={(changed) =>
              onChange(
                drafts.map((each, index) => (index === place ? { ...each, ...changed } : each)),
              )
            }
          />
          {drafts.length > 1 && (
            <IconButton
              className="absolute top-0 right-1"
              label={`Leave out credentials ${place + 1}`}
              icon={<X aria-hidden className="size-3.5" />}
              onClick={() => onChange(drafts.filter((_, index) => index !== place))}
            />
          )}
        </fieldset>
      ))}
      {drafts.length < mostCredentials && (
        <Button
          look="quiet"
          size="small"
          className="self-start"
          onClick={() => onChange([...drafts, emptyCredentials])}
        >
          <Plus aria-hidden className="size-3.5" /> Try other credentials too
        </Button>
      )}
    </>
  );
}
