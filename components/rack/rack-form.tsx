'use client';

import { useRouter } from 'next/navigation';
import { useState, type ComponentProps, type SubmitEvent } from 'react';
import type { Rack, Site } from '#lib/model/place.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';
import { beginDraft, newSite, rackInput, type RackDraft } from './rack-draft.ts';

export interface RackFormProps {
  readonly sites: readonly Site[];
  /** The rack to change; null makes one. */
  readonly rack: Rack | null;
  /** What a new rack begins with. */
  readonly like?: Rack | undefined;
  readonly onDone: () => void;
}

/** Makes or changes a rack, and its site when that is new. */
export function RackForm({ sites, rack, like, onDone }: RackFormProps) {
  const [draft, setDraft] = useState(() => beginDraft(sites, rack, like));
  const change = (changed: Partial<RackDraft>) => setDraft({ ...draft, ...changed });
  const site = useSend<Site>();
  const { busy, error, send } = useSend<Rack>();
  const router = useRouter();

  const findSite = async (): Promise<string | null> => {
    if (draft.siteId !== newSite) return draft.siteId;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const made = await site.send('POST', '/api/v1/sites', { name: draft.siteName, timeZone });
    if (!made.ok) return null;
    change({ siteId: made.value.id });
    router.refresh();
    return made.value.id;
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const siteId = await findSite();
    if (siteId === null) return;
    const input = rackInput(draft, siteId);
    const answer = rack
      ? await send('PUT', `/api/v1/racks/${rack.id}`, input)
      : await send('POST', '/api/v1/racks', input);
    if (!answer.ok) return;
    router.refresh();
    onDone();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <SiteFields sites={sites} draft={draft} change={change} />
      <PlaceFields draft={draft} change={change} />
      <FormError error={site.error ?? error} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={site.busy || busy}>
          {rack ? 'Save' : 'Make rack'}
        </Button>
      </div>
    </form>
  );
}

interface DraftProps {
  readonly draft: RackDraft;
  readonly change: (changed: Partial<RackDraft>) => void;
}

function SiteFields({ sites, draft, change }: DraftProps & { sites: readonly Site[] }) {
  const choices = sites.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Select
        label="Site"
        choices={[...choices, { value: newSite, label: 'A new site …' }]}
        value={draft.siteId}
        onChange={(event) => change({ siteId: event.target.value })}
      />
      {draft.siteId === newSite && (
        <DraftField label="Name of the site" name="siteName" draft={draft} change={change} />
      )}
    </>
  );
}

function PlaceFields(props: DraftProps) {
  const number = { type: 'number', step: 'any' };
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <DraftField {...props} label="Room" name="room" />
        <DraftField {...props} label="Row" name="row" />
      </div>
      <DraftField {...props} label="Name of the rack" name="name" />
      <div className="grid grid-cols-2 gap-4">
        <DraftField {...props} type="number" label="Height, U" name="heightU" min={1} max={60} />
        <DraftField
          {...props}
          {...number}
          label="Power budget, kW"
          name="budget"
          min={0.1}
          max={10_000}
          required={false}
          hint="Empty while unknown"
        />
      </div>
    </>
  );
}

function DraftField({
  draft,
  change,
  name,
  ...field
}: DraftProps & { name: keyof RackDraft } & ComponentProps<typeof Field>) {
  return (
    <Field
      required
      maxLength={80}
      {...field}
      name={name}
      value={draft[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
}
