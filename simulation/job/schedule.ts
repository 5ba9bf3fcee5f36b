import { at, entry } from '../columns.ts';
import type { GpuBank } from '../gpu/gpu-bank.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { createRandom, type Random } from '../random.ts';
import { demand, release, work, type Job } from './job.ts';
import { profiles, type Profile } from './profile.ts';

/** Who computes where. Jobs come at random, take whole hosts, and go when they are done. */
export interface Schedule {
  readonly jobs: Map<number, Job>;
  /** Number of the job on each host; −1 = free. */
  readonly jobOfHost: Int32Array;
  /** 1 for hosts that take no new job: something in them is broken. */
  readonly drained: Uint8Array;
  readonly random: Random;
  nextArrival: number;
  nextNumber: number;
  /** Hosts that the job waiting in front needs; 0 = none waits. */
  waiting: { readonly profile: Profile; readonly hosts: number } | null;
}

/** Halls are run close to full; a shorter mean would only make the queue longer. */
const arrivalSeconds = 420;
const fullAtStart = 0.93;

export function createSchedule(plan: HallPlan, gpus: GpuBank, time: number): Schedule {
  const schedule: Schedule = {
    jobs: new Map(),
    jobOfHost: new Int32Array(plan.hosts.length).fill(-1),
    drained: new Uint8Array(plan.hosts.length),
    random: createRandom(plan.size.seed, 'jobs'),
    nextArrival: time,
    nextNumber: 1,
    waiting: null,
  };
  fill(schedule, plan, gpus, time);
  return schedule;
}

/** A hall that has been running for long: its jobs are somewhere in their lives. */
function fill(schedule: Schedule, plan: HallPlan, gpus: GpuBank, time: number): void {
  const wanted = Math.ceil(plan.hosts.length * fullAtStart);
  for (let tries = 0; tries < 4 * plan.hosts.length; tries += 1) {
    if (busyHosts(schedule) >= wanted) return;
    const next = draw(schedule, plan);
    const age = schedule.random.uniform() * next.profile.meanHours * 1_800;
    start(schedule, plan, gpus, next, { time: time - age, leastEnd: time + 300 });
  }
}

function busyHosts({ jobOfHost }: Schedule): number {
  let busy = 0;
  for (const job of jobOfHost) if (job >= 0) busy += 1;
  return busy;
}

/** Ends what is done or broken, starts what waits, and lets all the others do their work. */
export function stepJobs(
  schedule: Schedule,
  plan: HallPlan,
  gpus: GpuBank,
  { time, dtSeconds }: { readonly time: number; readonly dtSeconds: number },
): void {
  for (const job of schedule.jobs.values()) {
    if (time >= job.endsAt || isBroken(job, gpus)) end(schedule, job, gpus);
  }
  while (schedule.nextArrival <= time) {
    schedule.nextArrival += schedule.random.exponential(arrivalSeconds);
    schedule.waiting ??= draw(schedule, plan);
    if (start(schedule, plan, gpus, schedule.waiting, { time, leastEnd: time + 600 })) {
      schedule.waiting = null;
    }
  }
  for (const job of schedule.jobs.values()) {
    work(job, gpus, dtSeconds);
    demand(job, gpus, time);
  }
}

/** A collective without one of its members never ends: the job is killed. */
function isBroken(job: Job, { faults }: GpuBank): boolean {
  return job.gpus.some((gpu) => {
    return at(faults.dead, gpu) + at(faults.needsReset, gpu) + at(faults.unpowered, gpu) > 0;
  });
}

/** The job of a host dies, as with an Xid that only the application survives badly. */
export function killJobOn(schedule: Schedule, host: number, gpus: GpuBank): void {
  const job = schedule.jobs.get(schedule.jobOfHost[host] ?? -1);
  if (job) end(schedule, job, gpus);
}

function end(schedule: Schedule, job: Job, gpus: GpuBank): void {
  schedule.jobs.delete(job.number);
  for (const host of job.hosts) schedule.jobOfHost[host] = -1;
  release(job, gpus);
}

function draw({ random }: Schedule, plan: HallPlan): { profile: Profile; hosts: number } {
  const most = Math.max(1, Math.floor(plan.hosts.length / 2));
  const total = profiles.reduce((sum, { weight }) => sum + weight, 0);
  let place = random.uniform() * total;
  const profile =
    profiles.find(({ weight }) => {
      place -= weight;
      return place < 0;
    }) ?? entry(profiles, 0);
  return {
    profile,
    hosts: Math.min(most, entry(profile.hosts, random.below(profile.hosts.length))),
  };
}

/** False where too few hosts are free. */
function start(
  schedule: Schedule,
  plan: HallPlan,
  gpus: GpuBank,
  { profile, hosts: wanted }: { readonly profile: Profile; readonly hosts: number },
  { time, leastEnd }: { readonly time: number; readonly leastEnd: number },
): boolean {
  const perHost = plan.size.gpusPerHost;
  const isUsable = (host: number) =>
    schedule.jobOfHost[host] === -1 &&
    schedule.drained[host] === 0 &&
    at(gpus.faults.unpowered, host * perHost) === 0;
  const free = freeHosts(plan.hosts.length, wanted, isUsable);
  if (free.length < wanted) return false;
  const number = schedule.nextNumber;
  schedule.nextNumber += 1;
  const seconds = 1_800 + schedule.random.exponential(profile.meanHours * 3_600);
  const job: Job = {
    run: `${plan.size.name}-${plan.size.seed}-${number}`,
    number,
    profile,
    hosts: free,
    gpus: Int32Array.from(free.flatMap((host) => gpusOf(host, perHost))),
    startedAt: time,
    endsAt: Math.max(leastEnd, time + seconds),
    ...{ steps: 0, rate: 1, busy: 0, slowest: -1 },
  };
  // One that is older than the simulation has done its steps already.
  job.steps = Math.max(0, ((leastEnd - 600 - time) / profile.stepSeconds) * 0.9);
  schedule.jobs.set(number, job);
  for (const host of free) schedule.jobOfHost[host] = number;
  for (const gpu of job.gpus) {
    gpus.job[gpu] = number;
    gpus.memoryUsedRatio[gpu] = profile.memoryUsed * (0.985 + 0.02 * schedule.random.uniform());
  }
  return true;
}

/** Neighbours first: schedulers place a job close together. */
function freeHosts(count: number, wanted: number, isUsable: (host: number) => boolean): number[] {
  const free: number[] = [];
  let run: number[] = [];
  for (let host = 0; host < count; host += 1) {
    if (!isUsable(host)) {
      run = [];
      continue;
    }
    free.push(host);
    run.push(host);
    if (run.length === wanted) return run;
  }
  return free.slice(0, wanted);
}

function gpusOf(host: number, perHost: number): number[] {
  return Array.from({ length: perHost }, (_, index) => host * perHost + index);
}
