import { Fragment } from 'react';
import { Time } from '#components/ui/time.tsx';

/** Words and moments, the moments in the reader's own zone. */
export function SentenceText({
  parts,
}: {
  parts: readonly (string | { readonly timeMs: number })[];
}) {
  return parts.map((part, index) => (
    <Fragment key={index}>
      {typeof part === 'string' ? part : <Time timeMs={part.timeMs} style="clock" />}
    </Fragment>
  ));
}
