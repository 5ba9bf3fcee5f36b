import { Panel } from '#components/ui/panel.tsx';
import { Value } from '#components/ui/value.tsx';

export interface ProcessRow {
  readonly process: string;
  readonly count: number | null;
  readonly memoryUsedBytes: number | null;
  readonly pids: string | null;
}

/** Who uses the GPU, by name where its agent may say. */
export function ProcessPanel({
  rows,
  contexts,
  isLost,
  className,
}: {
  rows: readonly ProcessRow[];
  /** Processes with a context on the device, however they are called; null = not reported. */
  contexts: number | null;
  isLost: boolean;
  className?: string;
}) {
  return (
    <Panel
      title="Processes"
      note={contexts === null || isLost ? undefined : `${contexts} on the device`}
      flush={rows.length > 0}
      className={className ?? ''}
    >
      {rows.length === 0 ? (
        <p className="text-pretty text-muted">
          {isLost ? 'Nothing can be read from it now.' : whyNone(contexts)}
        </p>
      ) : (
        <table aria-label="Processes" className="w-full text-sm">
          <thead>
            <tr className="border-t border-border text-xs text-faint">
              <th className="h-8 px-4 text-left font-normal">Program</th>
              <th className="h-8 px-4 text-right font-normal">Memory</th>
              <th className="h-8 px-4 text-right font-normal">Processes</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.process} className="border-t border-border">
                <td
                  className="h-9 px-4 break-all"
                  title={row.pids === null ? undefined : `pid ${row.pids}`}
                >
                  {row.process}
                </td>
                <td className="h-9 px-4 text-right">
                  <Value value={row.memoryUsedBytes} unit="bytes" />
                </td>
                <td className="h-9 px-4 text-right">
                  <Value value={row.count} unit="count" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function whyNone(contexts: number | null): string {
  if (contexts === 0) return 'No process holds a context on it now.';
  return 'Its agent does not name them: names of programs may be private, so that they are sent only where the agent’s option “processes” allows it.';
}
