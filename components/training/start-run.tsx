'use client';

import { Play } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import type { Run, Workload } from '#lib/model/run.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';
import { deviceChoices, type TrainingOffer } from './run-device.ts';
import { workloadNotes } from './workload-notes.ts';

const workloads = Object.entries(workloadNotes) as [Workload, (typeof workloadNotes)[Workload]][];

/** A button and the dialog in which a run is chosen: what, where, for how long. */
export function StartRun({
  offers,
  busy,
  onStarted,
}: {
  offers: readonly TrainingOffer[];
  busy: readonly Run[];
  onStarted: (run: Run) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Play aria-hidden className="size-3.5" /> Start a run
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Start a training run" size="wide">
        <StartForm
          offers={offers}
          busy={busy}
          onStarted={(run) => {
            setOpen(false);
            onStarted(run);
          }}
        />
      </Dialog>
    </>
  );
}

function StartForm({
  offers,
  busy,
  onStarted,
}: {
  offers: readonly TrainingOffer[];
  busy: readonly Run[];
  onStarted: (run: Run) => void;
}) {
  const [workload, setWorkload] = useState<Workload>('softmax');
  const { busy: sending, error, fieldErrors, send } = useSend<Run>();
  const choices = deviceChoices(offers, busy, workload);
  const free = choices.some((choice) => choice.unavailable === undefined);

  const submit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = choices.find((choice) => choice.value === form.get('device'));
    if (!chosen) return;
    const answer = await send('POST', '/api/v1/runs', {
      host: chosen.host,
      device: chosen.device,
      workload,
      seed: Number(form.get('seed')),
      seconds: Number(form.get('minutes')) * 60,
    });
    if (answer.ok) onStarted(answer.value);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <WorkloadCards chosen={workload} onChoose={setWorkload} />
      <div className="grid gap-4 sm:grid-cols-[2fr_1fr_1fr]">
        <Select
          key={workload}
          label="Where"
          name="device"
          choices={choices}
          disabled={choices.length === 0}
          hint={whereHint(choices.length, free)}
          error={fieldErrors['device']}
        />
        <Field
          label="Minutes"
          name="minutes"
          type="number"
          min={1}
          max={1440}
          defaultValue={5}
          required
          error={fieldErrors['seconds']}
        />
        <Field
          label="Seed"
          name="seed"
          type="number"
          min={0}
          max={4294967295}
          defaultValue={1}
          required
          hint="The same seed repeats the same losses"
          error={fieldErrors['seed']}
        />
      </div>
      <FormError error={error} />
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" busy={sending} disabled={!free}>
          {sending ? 'Starting' : 'Start'}
        </Button>
        <p className="text-xs text-faint">
          It trains on {workloadNotes[workload].data}: throughput is real, the model is of no use.
        </p>
      </div>
    </form>
  );
}

function whereHint(count: number, free: boolean): string | undefined {
  if (count === 0) return 'No agent is connected';
  if (free) return undefined;
  return 'An agent offers devices when ISOTHERM_ALLOW_TRAINING names them, such as cpu';
}

function WorkloadCards({
  chosen,
  onChoose,
}: {
  chosen: Workload;
  onChoose: (workload: Workload) => void;
}) {
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="sr-only">Workload</legend>
      {workloads.map(([workload, note]) => (
        <label
          key={workload}
          className={classNames(
            'flex cursor-pointer items-start gap-3 rounded-panel border p-3',
            workload === chosen
              ? 'border-accent bg-accent-surface'
              : 'border-border hover:bg-raised',
          )}
        >
          <input
            type="radio"
            name="workload"
            value={workload}
            checked={workload === chosen}
            onChange={() => onChoose(workload)}
            className="mt-1 accent-accent"
          />
          <span className="flex flex-col gap-1">
            <span className="font-medium">{note.title}</span>
            <span className="text-sm text-muted">{note.what}</span>
            <span className="text-xs text-muted">Stresses: {note.stresses}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
