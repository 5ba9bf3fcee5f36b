import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { FieldValue } from '#lib/model/sample.ts';
import { integer } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';

export interface PortSample {
  readonly device: string;
  readonly port: string;
  readonly fields: Record<string, FieldValue | undefined>;
}

/** Field → file below ports/N. Files that count 4-byte words come first. */
const wordCounters = {
  receive_bytes_total: 'counters/port_rcv_data',
  transmit_bytes_total: 'counters/port_xmit_data',
} as const;

const counters = {
  receive_packets_total: 'counters/port_rcv_packets',
  transmit_packets_total: 'counters/port_xmit_packets',
  receive_errors_total: 'counters/port_rcv_errors',
  transmit_drops_total: 'counters/port_xmit_discards',
  transmit_wait_total: 'counters/port_xmit_wait',
  symbol_errors_total: 'counters/symbol_error',
  link_integrity_errors_total: 'counters/local_link_integrity_errors',
  link_recoveries_total: 'counters/link_error_recovery',
  link_downs_total: 'counters/link_downed',
  vl15_drops_total: 'counters/VL15_dropped',
  out_of_sequence_total: 'hw_counters/out_of_sequence',
  sequence_errors_total: 'hw_counters/packet_seq_err',
  not_ready_retries_total: 'hw_counters/rnr_nak_retry_err',
  ack_timeouts_total: 'hw_counters/local_ack_timeout_err',
  congestion_notices_sent_total: 'hw_counters/np_cnp_sent',
  congestion_notices_handled_total: 'hw_counters/rp_cnp_handled',
} as const;

/** One port with its files held open; a file that answers "N/A (no PMA)" is a gap. */
class Port {
  readonly device: string;
  readonly port: string;
  readonly #directory: string;
  readonly #files = new Map<string, KernelFile>();

  constructor(root: string, device: string, port: string) {
    this.device = device;
    this.port = port;
    this.#directory = path.join(root, device, 'ports', port);
  }

  read(): Record<string, FieldValue | undefined> {
    const fields: Record<string, FieldValue | undefined> = {};
    for (const [field, file] of Object.entries(wordCounters)) {
      const words = this.#file(file).readInteger();
      fields[field] = integer(words === null ? null : words * 4n);
    }
    for (const [field, file] of Object.entries(counters)) {
      fields[field] = integer(this.#file(file).readInteger());
    }
    const state = this.#file('state').readWord();
    fields.link_up = integer(state === null ? null : Number(state.startsWith('4:')));
    fields.rate_bits_per_second = integer(parseRate(this.#file('rate').readWord()));
    return fields;
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }

  #file(name: string): KernelFile {
    const known = this.#files.get(name);
    if (known) return known;
    const opened = new KernelFile(path.join(this.#directory, name));
    this.#files.set(name, opened);
    return opened;
  }
}

/** InfiniBand and RoCE ports; their RDMA traffic shows nowhere else. */
export class InfinibandReader {
  readonly #root: string;
  #ports: Port[] | null = null;

  constructor(rootfs: string) {
    this.#root = path.join(rootfs, 'sys/class/infiniband');
  }

  read(): PortSample[] {
    this.#ports ??= this.#findPorts();
    return this.#ports.map((port) => ({
      device: port.device,
      port: port.port,
      fields: port.read(),
    }));
  }

  close(): void {
    for (const port of this.#ports ?? []) port.close();
    this.#ports = null;
  }

  #findPorts(): Port[] {
    return list(this.#root).flatMap((device) =>
      list(path.join(this.#root, device, 'ports')).map(
        (port) => new Port(this.#root, device, port),
      ),
    );
  }
}

/** "400 Gb/sec (4X NDR)" → 400e9, "2.5 Gb/sec (1X SDR)" → 2.5e9. */
export function parseRate(text: string | null): number | null {
  const gigabits = text === null ? undefined : /^(\d+(?:\.\d+)?) Gb\/sec/.exec(text)?.[1];
  return gigabits === undefined ? null : Number(gigabits) * 1e9;
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
