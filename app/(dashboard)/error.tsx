'use client';

import { ErrorState } from '#components/ui/panel-state.tsx';

/** One page failed; the frame and every other page still work. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const reference =
    error.digest === undefined ? '' : ` Its log has the reason under ${error.digest}.`;
  return (
    <ErrorState
      message={`The server could not make this page.${reference} Other pages still work.`}
      retry={reset}
    />
  );
}
