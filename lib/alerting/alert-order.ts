import { severities, type Alert } from '#lib/model/alert.ts';

/** What must be seen first comes first. */
export function urgentThenNewest(a: Alert, b: Alert): number {
  const isFiring = Number(b.state.kind === 'firing') - Number(a.state.kind === 'firing');
  const severity = severities.indexOf(a.rule.severity) - severities.indexOf(b.rule.severity);
  return isFiring || severity || b.state.sinceMs - a.state.sinceMs;
}
