import { CircleAlert } from 'lucide-react';

/** The one sentence a refused form shows above its buttons. */
export function FormError({ error }: { error: string | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className="flex items-start gap-2 text-sm text-critical">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="text-pretty">{error}</span>
    </p>
  );
}
