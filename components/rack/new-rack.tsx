'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Rack, Site } from '#lib/model/place.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { RackForm } from './rack-form.tsx';

export function NewRackButton({
  sites,
  like,
}: {
  sites: readonly Site[];
  like?: Rack | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" size="small" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-3.5" /> New rack
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title="New rack">
        <RackForm sites={sites} rack={null} like={like} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
