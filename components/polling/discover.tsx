'use client';

import { Radar } from 'lucide-react';
import { useState } from 'react';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Choice } from '#components/ui/select.tsx';
import { beginSweepDraft, polledAddresses, type SweepDraft } from './sweep-draft.ts';
import { SweepForm } from './sweep-form.tsx';
import { SweepPreview } from './sweep-preview.tsx';
import { SweepProgress } from './sweep-progress.tsx';
import type { Sweep } from './sweep.ts';
import { useSweep } from './use-sweep.ts';

/** Looks for devices in ranges of addresses and offers what was found. */
export function DiscoverButton({
  pollers,
  devices,
}: {
  pollers: readonly Choice[];
  devices: readonly Pick<DeviceSummary, 'address' | 'name'>[];
}) {
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => beginSweepDraft(pollers[0]?.value ?? ''));
  const [started, setStarted] = useState<Sweep | null>(null);
  const close = (): void => {
    setOpen(false);
    setStarted(null);
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Radar aria-hidden className="size-3.5" /> Discover
      </Button>
      <Dialog open={isOpen} onClose={close} title="Discover devices" size="wide">
        {started ? (
          <Running
            started={started}
            draft={draft}
            devices={devices}
            onAgain={() => setStarted(null)}
          />
        ) : (
          <SweepForm
            draft={draft}
            change={(changed) => setDraft({ ...draft, ...changed })}
            pollers={pollers}
            onStarted={setStarted}
          />
        )}
      </Dialog>
    </>
  );
}

function Running({
  started,
  draft,
  devices,
  onAgain,
}: {
  started: Sweep;
  draft: SweepDraft;
  devices: readonly Pick<DeviceSummary, 'address' | 'name'>[];
  onAgain: () => void;
}) {
  const followed = useSweep(started);
  // What is added here would otherwise be told as polled before.
  const [polled] = useState(() => polledAddresses(devices));
  const { sweep } = followed;
  const hasEnded = sweep.state !== 'running';
  return (
    <div className="flex flex-col gap-4">
      <SweepProgress {...followed} />
      {hasEnded && sweep.found.length === 0 && (
        <p className="text-pretty text-muted">
          Nothing answered. A device keeps silent when the community or user is wrong, when it only
          answers to other addresses than the agent’s, or when it speaks on another port.
        </p>
      )}
      <SweepPreview
        found={sweep.found}
        polled={polled}
        polledBy={draft.polledBy}
        credentials={draft.credentials}
        isRunning={!hasEnded}
      />
      {hasEnded && (
        <Button look="quiet" size="small" className="self-start" onClick={onAgain}>
          Look elsewhere
        </Button>
      )}
    </div>
  );
}
