'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Choice } from '#components/ui/select.tsx';
import { DeviceForm } from './device-form.tsx';

export function AddDeviceButton({
  pollers,
  racks,
}: {
  pollers: readonly Choice[];
  racks: readonly Choice[];
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" size="small" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-3.5" /> Add device
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title="Add a device" size="wide">
        <DeviceForm device={null} pollers={pollers} racks={racks} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
