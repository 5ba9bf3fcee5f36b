import { gpu } from '#lib/metrics/gpu.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { GpuValues } from './gpu-chart.ts';

/** What is known of GPUs in general and not of this one: a gap is a gap, never a zero. */
export function UnreportedPanel({ values, className }: { values: GpuValues; className?: string }) {
  const absent = gpu.fields.filter(({ name }) => values[name] === undefined);
  return (
    <Panel
      title="What it does not report"
      note={`${absent.length} of ${gpu.fields.length} fields`}
      className={className ?? ''}
    >
      {absent.length === 0 ? (
        <p className="text-muted">It reports every field there is.</p>
      ) : (
        <details className="group">
          <summary className="text-sm text-muted hover:text-text">
            Its driver has no value for these, so no chart here shows one
          </summary>
          <ul className="mt-2 columns-1 gap-x-8 text-xs md:columns-2 wide:columns-3">
            {absent.map(({ name, help }) => (
              <li key={name} className="mb-1.5 break-inside-avoid">
                <code className="font-mono text-muted">{name}</code>
                <span className="block text-faint">{help}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
