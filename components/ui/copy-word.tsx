'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

/** A name that is shown short and copied whole. */
export function CopyWord({ text, shown, label }: { text: string; shown: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      title={text}
      aria-label={copied ? 'Copied' : `${label}: ${shown}`}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
      className="inline-flex items-center gap-1 rounded-[4px] font-mono text-xs hover:text-text"
    >
      {shown}
      <Icon aria-hidden className="size-3 text-faint" />
    </button>
  );
}
