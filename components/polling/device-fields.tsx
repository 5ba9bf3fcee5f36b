'use client';

import type { ComponentProps } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Select, type Choice } from '#components/ui/select.tsx';
import type { DeviceDraft } from './device-draft.ts';

export interface DeviceFieldsProps {
  readonly draft: DeviceDraft;
  readonly change: (changed: Partial<DeviceDraft>) => void;
  /** Hosts whose agents can poll. */
  readonly pollers: readonly Choice[];
  readonly racks: readonly Choice[];
}

/** Where a device is, who asks it and how often. */
export function TargetFields({ pollers, ...props }: Omit<DeviceFieldsProps, 'racks'>) {
  const { draft, change } = props;
  return (
    <>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[2fr_2fr_1fr]">
        <DraftField
          {...props}
          name="name"
          label="Name"
          autoFocus
          maxLength={128}
          hint="What it is called everywhere"
        />
        <DraftField
          {...props}
          name="address"
          label="Address"
          maxLength={253}
          autoCapitalize="none"
          autoComplete="off"
          hint="IP address or host name"
        />
        <DraftField {...props} name="port" label="Port" type="number" min={1} max={65_535} />
      </div>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[2fr_1fr]">
        <Select
          label="Polled by the agent of"
          choices={pollers}
          value={draft.polledBy}
          onChange={(event) => change({ polledBy: event.target.value })}
        />
        <DraftField
          {...props}
          name="intervalSeconds"
          label="Every, seconds"
          type="number"
          min={5}
          max={3600}
        />
      </div>
    </>
  );
}

/** Where it stands and what it is, for who knows better than the device. */
export function PlaceFields({ racks, ...props }: Omit<DeviceFieldsProps, 'pollers'>) {
  const { draft, change } = props;
  return (
    <details className="text-sm">
      <summary className="text-muted hover:text-text">Place, feed and profile</summary>
      <div className="mt-3 grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Select
          className="col-span-2"
          label="Rack"
          choices={[{ value: '', label: 'in no rack' }, ...racks]}
          value={draft.rackId}
          onChange={(event) => change({ rackId: event.target.value })}
        />
        <DraftField
          {...props}
          name="positionU"
          label="Lowest U"
          required={false}
          type="number"
          min={1}
          max={60}
          disabled={draft.rackId === ''}
        />
        <DraftField {...props} name="heightU" label="Height, U" type="number" min={1} max={60} />
        <DraftField
          {...props}
          name="feed"
          className="col-span-2"
          label="Power feed"
          required={false}
          maxLength={40}
          hint="Such as A or B; PDUs are summed by it"
        />
        <DraftField
          {...props}
          name="profile"
          className="col-span-2"
          label="Profile"
          required={false}
          maxLength={64}
          hint="Empty: it is asked what it is"
        />
      </div>
    </details>
  );
}

type TextName = Exclude<keyof DeviceDraft, 'credentials'>;

function DraftField({
  draft,
  change,
  name,
  ...field
}: Pick<DeviceFieldsProps, 'draft' | 'change'> & { name: TextName } & ComponentProps<
    typeof Field
  >) {
  return (
    <Field
      required
      {...field}
      name={name}
      value={draft[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
}
