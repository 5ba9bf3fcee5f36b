'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';

/** A command or secret in a box, with a button that copies it. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const Icon = copied ? Check : Copy;
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-control border border-border bg-background py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 py-1 font-mono text-xs break-all whitespace-pre-wrap">
        {text}
      </code>
      <IconButton
        label={copied ? 'Copied' : label}
        icon={<Icon aria-hidden className="size-3.5" />}
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => setCopied(true));
        }}
      />
    </div>
  );
}
