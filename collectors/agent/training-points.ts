import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';
import { runReportSchema, type RunReport } from '#lib/wire/run-report.ts';
import { float, integer, present } from '../fields.ts';

/** Reads one line of `isotherm train --json`; null when it is something else. */
export function parseReport(line: string): RunReport | null {
  try {
    return runReportSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** A report as a point of the `training` measurement. */
export function toTrainingPoint(report: RunReport, tags: Tags, wallMs: number): Point {
  const fields = 'summary' in report ? summaryFields(report) : progressFields(report);
  const timeNs = BigInt(Math.round(wallMs)) * 1_000_000n;
  return { measurement: 'training', tags, fields: present(fields), timeNs };
}

type Fields = Record<string, FieldValue | undefined>;

function progressFields(report: Exclude<RunReport, { summary: true }>): Fields {
  return {
    step: integer(report.step),
    loss: float(report.loss),
    steps_per_second: float(report.steps_per_second),
    samples_per_second: float(report.samples_per_second),
    tokens_per_second: float(report.tokens_per_second),
    flops_per_second: float(report.flops_per_second),
    step_seconds: float(report.step_seconds),
  };
}

/** Rates of a summary cover the whole run: as a last sample they would lie. */
function summaryFields(report: Extract<RunReport, { summary: true }>): Fields {
  return {
    step: integer(report.steps),
    loss: float(report.loss_last),
    checksum: { type: 'string', value: report.checksum },
  };
}
