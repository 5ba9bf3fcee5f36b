'use client';

import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import type { TestOutcome } from '#lib/model/device-probe.ts';
import type { DeviceAccess, PolledDevice } from '#lib/model/polled-device.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { Choice } from '#components/ui/select.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { accessText } from './access-text.ts';
import { emptyCredentials } from './credential-draft.ts';
import { CredentialFields } from './credential-fields.tsx';
import { beginDeviceDraft, deviceBody, targetBody, type DeviceDraft } from './device-draft.ts';
import { PlaceFields, TargetFields } from './device-fields.tsx';
import { TestResult } from './test-result.tsx';

export interface DeviceFormProps {
  /** The device to change; null adds one. */
  readonly device: PolledDevice | null;
  readonly pollers: readonly Choice[];
  readonly racks: readonly Choice[];
  readonly onDone: () => void;
}

/** Adds or changes a device; it can be tried before it is saved. */
export function DeviceForm({ device, pollers, racks, onDone }: DeviceFormProps) {
  const [draft, setDraft] = useState(() => beginDeviceDraft(device, pollers[0]?.value ?? ''));
  const test = useTest(device, draft);
  const { busy, error, send } = useSend<PolledDevice>();
  const router = useRouter();
  const toast = useToast();
  const change = (changed: Partial<DeviceDraft>): void => {
    test.forget();
    setDraft({ ...draft, ...changed });
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = device
      ? await send('PATCH', `/api/v1/devices/${device.id}`, deviceBody(draft))
      : await send('POST', '/api/v1/devices', deviceBody(draft));
    if (!answer.ok) return;
    toast.done(`${draft.name} was ${device ? 'changed' : 'added'}`);
    router.refresh();
    onDone();
  };
  const shared = { draft, change };
  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <TargetFields {...shared} pollers={pollers} />
      <Credentials {...shared} access={device?.credentials ?? null} />
      <PlaceFields {...shared} racks={racks} />
      {test.outcome && <TestResult outcome={test.outcome} />}
      <FormError error={error ?? test.error} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {test.busy && (
          <p role="status" className="mr-auto text-sm text-muted">
            The agent of {draft.polledBy} reads {draft.address} …
          </p>
        )}
        <Button
          look={test.outcome?.kind === 'recognised' ? 'plain' : 'primary'}
          busy={test.busy}
          onClick={(event) => void test.run(event.currentTarget.form)}
        >
          Test
        </Button>
        <Button
          type="submit"
          look={test.outcome?.kind === 'recognised' ? 'primary' : 'plain'}
          busy={busy}
        >
          {saveWords(test.outcome)}
        </Button>
      </div>
    </form>
  );
}

function saveWords(outcome: TestOutcome | null): string {
  if (outcome === null) return 'Save without a test';
  return outcome.kind === 'recognised' ? 'Save' : 'Save although it failed';
}

/** Lets the agent read what is typed; the stored device where no credentials were typed. */
function useTest(device: PolledDevice | null, draft: DeviceDraft) {
  const { busy, error, send, clear } = useSend<TestOutcome>();
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  return {
    busy,
    error,
    outcome,
    forget: () => {
      setOutcome(null);
      clear();
    },
    run: async (form: HTMLFormElement | null): Promise<void> => {
      if (form?.reportValidity() === false) return;
      setOutcome(null);
      const answer =
        device && draft.credentials === null
          ? await send('POST', `/api/v1/devices/${device.id}/test`)
          : await send('POST', '/api/v1/devices/test', {
              ...targetBody(draft),
              polledBy: draft.polledBy,
            });
      if (answer.ok) setOutcome(answer.value);
    },
  };
}

/** Stored credentials are named and can only be replaced. */
function Credentials({
  draft: { credentials },
  change,
  access,
}: {
  draft: DeviceDraft;
  change: (changed: Partial<DeviceDraft>) => void;
  access: DeviceAccess | null;
}) {
  if (credentials === null) {
    return (
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span className="text-muted">
          Credentials: {access ? accessText(access) : 'none'}. A test uses what is saved.
        </span>
        <Button size="small" onClick={() => change({ credentials: emptyCredentials })}>
          Replace
        </Button>
      </div>
    );
  }
  return (
    <CredentialFields
      draft={credentials}
      change={(changed) => change({ credentials: { ...credentials, ...changed } })}
    />
  );
}
