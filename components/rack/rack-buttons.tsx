'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Rack, Site } from '#lib/model/place.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { RackForm } from './rack-form.tsx';

/** Changing and removing a rack, for those who may. */
export function RackButtons({ rack, sites }: { rack: Rack; sites: readonly Site[] }) {
  const [isOpen, setOpen] = useState(false);
  const { busy, send } = useSend();
  const router = useRouter();
  const toast = useToast();
  const remove = async (): Promise<void> => {
    const warning = `Remove rack ${rack.name}? Hosts in it wait to be placed again.`;
    if (!window.confirm(warning)) return;
    const answer = await send('DELETE', `/api/v1/racks/${rack.id}`);
    if (answer.ok) router.push('/racks');
    else toast.failed(answer.error);
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Change
      </Button>
      <Button size="small" look="danger" busy={busy} onClick={() => void remove()}>
        Remove
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title={`Change ${rack.name}`}>
        <RackForm sites={sites} rack={rack} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
