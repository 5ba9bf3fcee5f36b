import type { Operation, Route } from '#lib/api/define-route.ts';
import * as agents from './agents/route.ts';
import * as alertDismissal from './alerts/[rule]/[fingerprint]/route.ts';
import * as alertHistory from './alerts/history/route.ts';
import * as alerts from './alerts/route.ts';
import * as audit from './audit/route.ts';
import * as deviceEvents from './device-events/route.ts';
import * as device from './devices/[id]/route.ts';
import * as deviceTest from './devices/[id]/test/route.ts';
import * as devices from './devices/route.ts';
import * as sweep from './devices/sweeps/[id]/route.ts';
import * as sweeps from './devices/sweeps/route.ts';
import * as newDeviceTest from './devices/test/route.ts';
import * as gpuEvents from './gpu-events/route.ts';
import * as latest from './latest/route.ts';
import * as measurements from './measurements/route.ts';
import * as energy from './energy/route.ts';
import * as placements from './placements/route.ts';
import * as quantiles from './quantiles/route.ts';
import * as rack from './racks/[id]/route.ts';
import * as racks from './racks/route.ts';
import * as replay from './replay/route.ts';
import * as run from './runs/[id]/route.ts';
import * as stopRun from './runs/[id]/stop/route.ts';
import * as runs from './runs/route.ts';
import * as receiver from './receivers/[id]/route.ts';
import * as receiverTest from './receivers/[id]/test/route.ts';
import * as receivers from './receivers/route.ts';
import * as ruleSwitch from './rules/[id]/enabled/route.ts';
import * as rule from './rules/[id]/route.ts';
import * as rules from './rules/route.ts';
import * as series from './series/route.ts';
import * as search from './search/route.ts';
import * as site from './sites/[id]/route.ts';
import * as sites from './sites/route.ts';
import * as throttling from './throttling/route.ts';
import * as top from './top/route.ts';
import * as token from './tokens/[id]/route.ts';
import * as tokens from './tokens/route.ts';
import * as userPassword from './users/[id]/password/route.ts';
import * as user from './users/[id]/route.ts';
import * as ownPassword from './users/me/password/route.ts';
import * as users from './users/route.ts';

/** Every route file of the API but the reference itself, in the order of the reference. */
const routeFiles: readonly Readonly<Record<string, Route>>[] = [
  latest,
  series,
  top,
  quantiles,
  replay,
  measurements,
  agents,
  runs,
  run,
  stopRun,
  sites,
  site,
  racks,
  rack,
  placements,
  alerts,
  alertHistory,
  alertDismissal,
  rules,
  rule,
  ruleSwitch,
  receivers,
  receiver,
  receiverTest,
  devices,
  device,
  deviceTest,
  newDeviceTest,
  sweeps,
  sweep,
  energy,
  throttling,
  gpuEvents,
  deviceEvents,
  users,
  user,
  userPassword,
  ownPassword,
  tokens,
  token,
  audit,
  search,
];

export function operations(): Operation[] {
  return routeFiles.flatMap((file) => Object.values(file).map((route) => route.operation));
}
