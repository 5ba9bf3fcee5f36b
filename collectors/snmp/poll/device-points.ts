import type { FieldValue } from '#lib/model/sample.ts';
import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import { severities } from '#lib/metrics/facility.ts';
import type { SampleSink } from '../../collector.ts';
import { float, integer, present } from '../../fields.ts';
import { words, type EventWriter } from '../event.ts';
import type { DeviceIdentity, NeighbourReading, SensorReading } from '../reading.ts';
import { InterfaceLedger, type CountedInterface } from './interface-totals.ts';
import { News } from './news.ts';
import type { PollOutcome, PollResult } from './outcome.ts';
import { restartEvent } from './restart-event.ts';
import { SeverityWatch } from './severity-watch.ts';

/** One poll on its way into a round. */
interface Round {
  readonly sink: SampleSink;
  readonly timeNs: bigint;
  readonly outcome: PollOutcome;
}

type ReadResult = Extract<PollResult, { kind: 'read' }>;

/** Makes points of the polls of one device; remembers what is told only when it changes. */
export class DevicePoints {
  readonly #polledBy: string;
  readonly #events: EventWriter;
  readonly #interfaces = new InterfaceLedger();
  readonly #severities = new SeverityWatch();
  readonly #news = new News();

  constructor(polledBy: string, events: EventWriter) {
    this.#polledBy = polledBy;
    this.#events = events;
  }

  /** @param timeNs when the poll began, as people count time */
  write(sink: SampleSink, outcome: PollOutcome, timeNs: bigint): void {
    const { target, result } = outcome;
    if (result.kind === 'read') this.#writeReading({ sink, timeNs, outcome }, result);
    sink.point('snmp_poll', { device: target.name }, present(pollFields(outcome)), timeNs);
  }

  #writeReading(round: Round, { reading, continuity }: ReadResult): void {
    const { sink, timeNs, outcome } = round;
    const device = outcome.target.name;
    for (const sensor of reading.sensors) {
      const { name, kind, group } = sensor;
      sink.point('facility', { device, sensor: name, kind, group }, sensorFields(sensor), timeNs);
    }
    for (const row of this.#interfaces.add(reading.interfaces, continuity, outcome.beganMs)) {
      const { name, alias } = row.reading;
      const tags = {
        device,
        interface: name,
        ...(alias !== null && alias !== '' && { alias }),
      };
      sink.point('snmp_interface', tags, interfaceFields(row), timeNs);
    }
    this.#writeInfo(round, reading.identity);
    this.#writeNeighbours(round, reading.neighbours);
    const events = this.#severities.notice(device, reading.sensors);
    if (continuity === 'restarted') events.unshift(restartEvent(device, reading.identity));
    for (const event of events) this.#events.write(sink, event, timeNs);
  }

  #writeInfo({ sink, timeNs, outcome }: Round, identity: DeviceIdentity): void {
    const { target, beganMs } = outcome;
    const lasting = { ...identity, uptimeSeconds: null };
    if (!this.#news.isDue('info', lasting, beganMs)) return;
    const fields = {
      family: words(identity.family),
      profile: words(identity.profile),
      vendor: words(identity.vendor),
      model: words(identity.model),
      serial: words(identity.serial),
      version: words(identity.version),
      system_name: words(identity.systemName),
      system_location: words(identity.systemLocation),
      system_description: words(identity.systemDescription),
      object_id: words(identity.objectId),
      address: words(addressOf(target)),
      polled_by: words(this.#polledBy),
      uptime_seconds: float(identity.uptimeSeconds),
    };
    sink.point('snmp_info', { device: target.name }, present(fields), timeNs);
  }

  /** An interface of a hub or a virtual switch may see many: they are one list of names then. */
  #writeNeighbours(round: Round, neighbours: readonly NeighbourReading[]): void {
    const { sink, timeNs, outcome } = round;
    const byInterface = groupByInterface(neighbours);
    for (const [name, seen] of byInterface) {
      if (!this.#news.isDue(`neighbour ${name}`, seen, outcome.beganMs)) continue;
      const fields = {
        remote_system: joined(seen, 'remoteSystem'),
        remote_port: joined(seen, 'remotePort'),
        remote_chassis: joined(seen, 'remoteChassis'),
      };
      const tags = { device: outcome.target.name, interface: name };
      sink.point('snmp_neighbour', tags, present(fields), timeNs);
    }
    this.#news.keep((what) => what === 'info' || byInterface.has(what.slice('neighbour '.length)));
  }
}

function groupByInterface(
  neighbours: readonly NeighbourReading[],
): Map<string, NeighbourReading[]> {
  const groups = new Map<string, NeighbourReading[]>();
  for (const neighbour of neighbours) {
    const group = groups.get(neighbour.interface);
    if (group) group.push(neighbour);
    else groups.set(neighbour.interface, [neighbour]);
  }
  return groups;
}

export function addressOf({ address, port }: SnmpTarget): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function pollFields({ result, seconds, lateMs, intervalMs, counts }: PollOutcome) {
  const reading = result.kind === 'read' ? result.reading : null;
  const error = result.kind === 'failed' ? result.error : result.reading.problems.join('; ');
  return {
    up: integer(reading ? 1 : 0),
    poll_seconds: float(seconds),
    late_seconds: float(lateMs / 1000),
    interval_seconds: float(intervalMs / 1000),
    sensors: integer(reading?.sensors.length),
    interfaces: integer(reading?.interfaces.length),
    requests_total: integer(counts.requests),
    timeouts_total: integer(counts.timeouts),
    error: words(error),
  };
}

function sensorFields({ value, state, severity, limits }: SensorReading) {
  return present({
    value: float(value),
    state: words(state),
    severity: integer(severity === null ? null : severities.indexOf(severity)),
    critical_low: float(limits.criticalLow),
    warning_low: float(limits.warningLow),
    warning_high: float(limits.warningHigh),
    critical_high: float(limits.criticalHigh),
  });
}

function interfaceFields({ reading, totals }: CountedInterface) {
  return present({
    receive_bytes_total: integer(totals.receiveBytes),
    transmit_bytes_total: integer(totals.transmitBytes),
    receive_packets_total: integer(totals.receivePackets),
    transmit_packets_total: integer(totals.transmitPackets),
    receive_errors_total: integer(totals.receiveErrors),
    transmit_errors_total: integer(totals.transmitErrors),
    receive_drops_total: integer(totals.receiveDrops),
    transmit_drops_total: integer(totals.transmitDrops),
    speed_bits_per_second: integer(reading.speedBitsPerSecond),
    up: yesOrNo(reading.isUp),
    admin_up: yesOrNo(reading.isAdminUp),
  });
}

function yesOrNo(is: boolean | null): FieldValue | undefined {
  return integer(is === null ? null : is ? 1 : 0);
}

type NeighbourText = 'remoteSystem' | 'remotePort' | 'remoteChassis';

function joined(seen: readonly NeighbourReading[], field: NeighbourText): FieldValue | undefined {
  return words(seen.flatMap((each) => each[field] ?? []).join(', '));
}
