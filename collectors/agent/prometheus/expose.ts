import type { Collector } from '../../collector.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { RoundLog } from '../round-log.ts';
import { runSchedule } from '../scheduler.ts';
import { SelfReport, type ProcessUsage } from '../self-report.ts';
import type { Exporter } from './exporter.ts';

export interface ExposeOptions {
  readonly host: string;
  readonly collectors: readonly Collector[];
  readonly exporter: Exporter;
  readonly clock: Clock;
  readonly log: Log;
  readonly usage: () => ProcessUsage;
}

const selfReportMs = 5000;

/** An agent without a server: gathers for Prometheus alone, until the signal is aborted. */
export async function exposeOnly(options: ExposeOptions, signal: AbortSignal): Promise<void> {
  const { collectors, exporter, clock, log } = options;
  const rounds = new RoundLog(log);
  const report = new SelfReport(options);
  const reportOnSelf = async () => {
    while (!signal.aborted) {
      await clock.sleep(selfReportMs, signal);
      exporter.note(report.read(null));
    }
  };
  const schedule = runSchedule(
    collectors,
    {
      clock,
      phaseMs: 0,
      onProbe: (name, result) => rounds.noteProbe(name, result),
      onRound: (round) => {
        report.noteRound(round);
        rounds.noteRound(round);
        exporter.note(round.points);
      },
      onSkip: (name) => report.noteSkip(name),
    },
    signal,
  );
  await Promise.all([schedule, reportOnSelf()]);
  await Promise.allSettled(collectors.map((collector) => collector.close()));
}
