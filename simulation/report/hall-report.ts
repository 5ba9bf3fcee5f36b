import type { Point } from '#lib/model/sample.ts';
import { PointEncoder } from '#lib/wire/line-protocol/encode.ts';
import { at, entry } from '../columns.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { createRandom, type Random } from '../random.ts';
import { sensorLines, statePoints, writeSensor, type SensorLine } from './facility-lines.ts';
import { gpuHeads, writeGpus, type Detail } from './gpu-lines.ts';
import { agentHeads, hostHeads, writeAgent, writeHost } from './host-lines.ts';
import {
  deviceInfoPoints,
  gpuInfoPoints,
  happeningPoint,
  neighbourPoints,
  pollPoints,
} from './info-points.ts';
import { bytesOf, LineWriter, type Batch } from './line-writer.ts';
import {
  fabricHeads,
  networkHeads,
  portHeads,
  writeFabric,
  writeNetwork,
  writePort,
} from './network-lines.ts';
import { writeTraining, type TrainingHeads } from './training-lines.ts';

/** Parts of a report that can be left out. */
export const reportParts = [
  'gpu',
  'host',
  'training',
  'network',
  'fabric',
  'agent',
  'facility',
  'switch',
] as const;
export type ReportPart = (typeof reportParts)[number];

export interface ReportOptions {
  readonly detail: Detail;
  readonly parts: ReadonlySet<ReportPart>;
  /** Who the lines go to: each has hosts of its own, so that a series always goes the same way. */
  readonly senders: readonly ((batch: Batch) => void)[];
  readonly maxLines: number;
}

/** Turns the state of a hall into lines, as agents of all its hosts would send them. */
export interface HallReport {
  /** @param isWanted false for a sender that cannot take more now: its hosts have a gap */
  write(hall: Hall, timeMs: number, isWanted?: (sender: number) => boolean): void;
  /** Hands over what is not a full batch yet. */
  flush(): void;
}

/** As real agents do it: everything each second, the network less often, facility devices by poll. */
const periods = { network: 5, facility: 30, info: 60, deviceInfo: 600 } as const;

interface Lane {
  readonly index: number;
  readonly writer: LineWriter;
  readonly hosts: readonly number[];
  readonly random: Random;
}

interface Heads {
  readonly gpus: readonly Uint8Array[];
  readonly hosts: readonly Uint8Array[];
  readonly agents: readonly Uint8Array[];
  readonly network: readonly Uint8Array[];
  readonly fabric: readonly Uint8Array[];
  readonly ports: readonly Uint8Array[];
  readonly sensors: readonly SensorLine[];
  readonly training: TrainingHeads;
}

export function createHallReport(plan: HallPlan, options: ReportOptions): HallReport {
  const lanes = options.senders.map((send, index): Lane => ({
    index,
    writer: new LineWriter(options.maxLines, send),
    hosts: plan.hosts.flatMap((_, host) => (host % options.senders.length === index ? [host] : [])),
    random: createRandom(plan.size.seed, `noise ${index}`),
  }));
  return new Report(plan, options, lanes);
}

class Report implements HallReport {
  readonly #plan: HallPlan;
  readonly #options: ReportOptions;
  readonly #lanes: readonly Lane[];
  readonly #heads: Heads;
  readonly #encoder = new PointEncoder();
  #lastMs = -1;

  constructor(plan: HallPlan, options: ReportOptions, lanes: readonly Lane[]) {
    this.#plan = plan;
    this.#options = options;
    this.#lanes = lanes;
    this.#heads = {
      gpus: gpuHeads(plan),
      hosts: hostHeads(plan),
      agents: agentHeads(plan),
      network: networkHeads(plan),
      fabric: fabricHeads(plan),
      ports: portHeads(plan),
      sensors: sensorLines(plan),
      training: new Map(),
    };
  }

  write(hall: Hall, timeMs: number, isWanted: (sender: number) => boolean = () => true): void {
    const time = bytesOf(` ${timeMs}000000`);
    for (const lane of this.#lanes) {
      if (isWanted(lane.index)) this.#writeLane(lane, hall, { time, timeMs });
    }
    hall.faults.happenings.length = 0;
    for (const number of this.#heads.training.keys()) {
      if (!hall.schedule.jobs.has(number)) this.#heads.training.delete(number);
    }
    this.#lastMs = timeMs;
  }

  flush(): void {
    for (const { writer } of this.#lanes) writer.flush();
  }

  #writeLane(lane: Lane, hall: Hall, moment: Moment): void {
    const { timeMs } = moment;
    const isNetwork = this.#isDue(periods.network, timeMs);
    for (const host of lane.hosts) {
      // A host without power, or whose agent is stuck, says nothing at all.
      if (at(hall.hosts.faults.dark, host) === 1 || at(hall.hosts.faults.silent, host) === 1)
        continue;
      this.#writeSecond(lane, hall, host, moment);
      if (isNetwork) this.#writeNetwork(lane, hall, host, moment);
    }
    this.#writeJobs(lane, hall, moment);
    if (lane.index === 0) this.#writeFacility(lane, hall, moment);
    this.#writePoints(lane, this.#pointsOf(lane, hall, moment));
  }

  #writeSecond({ writer, random }: Lane, hall: Hall, host: number, { time }: Moment): void {
    const { parts, detail } = this.#options;
    if (parts.has('gpu')) {
      writeGpus(writer, hall, host, { heads: this.#heads.gpus, time, detail, random });
    }
    if (parts.has('host'))
      writeHost(writer, hall, host, { heads: this.#heads.hosts, time, random });
  }

  #writeNetwork({ writer, random }: Lane, hall: Hall, host: number, { time }: Moment): void {
    const { parts } = this.#options;
    if (parts.has('network'))
      writeNetwork(writer, hall, host, { heads: this.#heads.network, time });
    if (parts.has('fabric')) writeFabric(writer, hall, host, { heads: this.#heads.fabric, time });
    if (parts.has('agent'))
      writeAgent(writer, hall, host, { heads: this.#heads.agents, time, random });
  }

  #writeJobs({ writer, random, index }: Lane, hall: Hall, { time }: Moment): void {
    if (!this.#options.parts.has('training')) return;
    const senders = this.#lanes.length;
    const { faults } = hall.hosts;
    const isMine = (host: number) =>
      host % senders === index && at(faults.silent, host) === 0 && at(faults.dark, host) === 0;
    for (const job of hall.schedule.jobs.values()) {
      writeTraining(writer, hall, job, { heads: this.#heads.training, time, random, isMine });
    }
  }

  #writeFacility({ writer, random }: Lane, hall: Hall, { time, timeMs }: Moment): void {
    if (!this.#isDue(periods.facility, timeMs)) return;
    const { parts } = this.#options;
    if (parts.has('facility')) {
      for (const line of this.#heads.sensors) writeSensor(writer, hall, line, { time, random });
    }
    if (!parts.has('switch')) return;
    let port = 0;
    for (const { hosts } of this.#plan.switches) {
      for (const host of hosts) {
        writePort(writer, hall, { host, head: entry(this.#heads.ports, port), time });
        port += 1;
      }
    }
  }

  #pointsOf(lane: Lane, hall: Hall, { timeMs }: Moment): Point[] {
    const { parts } = this.#options;
    const timeNs = BigInt(timeMs) * 1_000_000n;
    const points: Point[] = [];
    if (parts.has('gpu') && this.#isDue(periods.info, timeMs)) {
      points.push(...lane.hosts.flatMap((host) => gpuInfoPoints(this.#plan, host, timeNs)));
    }
    if (lane.index > 0) return points;
    if (parts.has('facility')) points.push(...this.#facilityPoints(hall, timeMs, timeNs));
    return [...points, ...this.#happeningPoints(hall, timeMs)];
  }

  #facilityPoints(hall: Hall, timeMs: number, timeNs: bigint): Point[] {
    const points: Point[] = [];
    if (this.#isDue(periods.facility, timeMs)) {
      points.push(
        ...statePoints(hall, timeNs),
        ...pollPoints(this.#plan, timeNs, periods.facility),
      );
    }
    if (this.#isDue(periods.deviceInfo, timeMs)) {
      points.push(...deviceInfoPoints(this.#plan, timeNs), ...neighbourPoints(this.#plan, timeNs));
    }
    return points;
  }

  /** Each at a moment of its own: two events of one kind must not be one point. */
  #happeningPoints(hall: Hall, timeMs: number): Point[] {
    return hall.faults.happenings.map((happening, index) => {
      // The clock of a hall that is played faster is ahead of its samples.
      const atMs = Math.min(Math.round(happening.time * 1000), timeMs);
      const timeNs = BigInt(atMs) * 1_000_000n + BigInt(index);
      return happeningPoint(hall, happening, timeNs);
    });
  }

  #writePoints({ writer }: Lane, points: readonly Point[]): void {
    for (const point of points) {
      const line = this.#encoder.encode(point);
      writer.begin(bytesOf(line));
      writer.end(nothing);
    }
  }

  /** The first report tells everything. */
  #isDue(seconds: number, timeMs: number): boolean {
    const period = seconds * 1000;
    return this.#lastMs < 0 || Math.floor(timeMs / period) > Math.floor(this.#lastMs / period);
  }
}

interface Moment {
  readonly time: Uint8Array;
  readonly timeMs: number;
}

const nothing = new Uint8Array(0);
