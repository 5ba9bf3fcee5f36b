import { at, entry } from '../columns.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import type { Random } from '../random.ts';
import { headOf, hostTags, type LineEnds } from './heads.ts';
import { bytesOf, firstField, nextField, type LineWriter } from './line-writer.ts';

const names = {
  cpu: firstField('cpu_ratio'),
  cpuUser: nextField('cpu_user_ratio'),
  cpuSystem: nextField('cpu_system_ratio'),
  load1: nextField('load1'),
  load5: nextField('load5'),
  load15: nextField('load15'),
  uptime: nextField('uptime_seconds'),
  memoryUsed: nextField('memory_used_bytes'),
  memoryAvailable: nextField('memory_available_bytes'),
  power: nextField('power_watts'),
  energy: nextField('package_energy_joules_total'),
} as const;

/** Two processors of 56 cores and 2 TiB, as in a DGX H100; threads are off. */
const machine = { cores: 112, memoryBytes: 2 * 2 ** 40 } as const;
const constant = bytesOf(
  `,cpu_count=${machine.cores}i,cpu_iowait_ratio=0,memory_total_bytes=${machine.memoryBytes}i,swap_used_bytes=0i,swap_total_bytes=0i`,
);

export function hostHeads(plan: HallPlan): Uint8Array[] {
  return plan.hosts.map((_, host) => headOf('host', hostTags(plan, host)));
}

export function writeHost(
  writer: LineWriter,
  { hosts, gpus, plan, time: now }: Hall,
  host: number,
  { heads, time, random }: LineEnds & { readonly random: Random },
): void {
  const cpu = Math.max(0.001, at(hosts.cpu, host) * (1 + 0.05 * random.noise()));
  const hasJob = at(gpus.job, host * plan.size.gpusPerHost) >= 0;
  const used = machine.memoryBytes * (hasJob ? 0.31 + 0.004 * random.noise() : 0.02);
  writer.begin(entry(heads, host));
  writer.float(names.cpu, cpu, 4);
  writer.float(names.cpuUser, cpu * 0.8, 4);
  writer.float(names.cpuSystem, cpu * 0.2, 4);
  writer.float(names.load1, at(hosts.load1, host), 2);
  writer.float(names.load5, at(hosts.load5, host), 2);
  writer.float(names.load15, at(hosts.load15, host), 2);
  writer.float(names.uptime, now - at(hosts.upSince, host), 2);
  writer.integer(names.memoryUsed, used);
  writer.integer(names.memoryAvailable, machine.memoryBytes - used);
  // A BMC tells whole watts, and is a second or two behind.
  writer.float(names.power, at(hosts.power, host) * (1 + 0.004 * random.noise()), 0);
  writer.float(names.energy, at(hosts.cpuJoules, host), 3);
  writer.raw(constant);
  writer.end(time);
}

const agentNames = {
  cpu: firstField('cpu_ratio'),
  resident: nextField('resident_bytes'),
  gather: nextField('gather_seconds'),
  offset: nextField('clock_offset_seconds'),
  push: nextField('push_seconds'),
  points: nextField('points_total'),
  sent: nextField('batches_sent_total'),
} as const;
const agentConstant = bytesOf(
  ',spool_bytes=0i,spool_batches=0i,batches_dropped_total=0i,push_failures_total=0i',
);

export function agentHeads(plan: HallPlan): Uint8Array[] {
  return plan.hosts.map((_, host) => headOf('agent', hostTags(plan, host)));
}

/** What the agent of the host would say of itself. */
export function writeAgent(
  writer: LineWriter,
  { hosts, time: now, plan }: Hall,
  host: number,
  { heads, time, random }: LineEnds & { readonly random: Random },
): void {
  const uptime = now - at(hosts.upSince, host);
  writer.begin(entry(heads, host));
  writer.float(agentNames.cpu, Math.max(0.001, 0.0042 + 0.0006 * random.noise()), 4);
  writer.integer(agentNames.resident, 58e6 + 4_096 * Math.round(60 * random.noise()));
  writer.float(agentNames.gather, 0.006 + 0.001 * Math.abs(random.noise()), 4);
  writer.float(agentNames.offset, 0.0015 * random.noise(), 4);
  writer.float(agentNames.push, 0.011 + 0.003 * Math.abs(random.noise()), 4);
  writer.integer(agentNames.points, uptime * (plan.size.gpusPerHost + 14));
  writer.integer(agentNames.sent, uptime);
  writer.raw(agentConstant);
  writer.end(time);
}
