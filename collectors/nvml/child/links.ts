import { allLinks, field, nvlinkErrorCounter, type Device } from '#node-nvml';
import { readFields, type NamedField } from './field-batch.ts';
import type { Rate } from './rota.ts';
import type { RowBuilder } from './row-builder.ts';
import type { Support } from './support.ts';

const traffic = {
  nvlink_transmit_bytes_total: field.nvlinkCountXmitBytes,
  nvlink_receive_bytes_total: field.nvlinkCountRcvBytes,
} as const;

/** Ampere and Hopper first; Blackwell counts other events. Whatever is not offered drops out. */
const errors = {
  nvlink_replay_errors_total: [field.nvlinkErrorDlReplay],
  nvlink_recovery_errors_total: [field.nvlinkErrorDlRecovery, field.nvlinkCountLinkRecoveryEvents],
  nvlink_crc_errors_total: [field.nvlinkErrorDlCrc, field.nvlinkCountRcvErrors],
} as const;

/** Older GPUs count through a call of its own instead. */
const counters = {
  nvlink_replay_errors_total: [nvlinkErrorCounter.replay],
  nvlink_recovery_errors_total: [nvlinkErrorCounter.recovery],
  nvlink_crc_errors_total: [nvlinkErrorCounter.crcFlit, nvlinkErrorCounter.crcData],
} as const;

/** The NVLinks of one GPU, summed. */
export class LinkReader {
  readonly #device: Device;
  readonly #support: Support;
  #links: number | null = null;
  #traffic: readonly NamedField[] = [];
  #errors: readonly NamedField[] = [];

  constructor(device: Device, support: Support) {
    this.#device = device;
    this.#support = support;
  }

  /** Fields that count traffic link by link, for GPUs without a counter of the sum. */
  trafficFields(): readonly NamedField[] {
    const hasSum = this.#support.isOffered(`field ${field.nvlinkThroughputDataTx}/${allLinks}`);
    return hasSum ? [] : this.#traffic;
  }

  read(due: ReadonlySet<Rate>, row: RowBuilder): void {
    if (due.has('seldom') || this.#links === null) this.#count();
    const links = this.#links;
    if (links === null || links === 0 || !due.has('often')) return;
    row.put('nvlink_links', links);
    row.put('nvlink_links_up', this.#countUp(links));
    const sums = readFields(this.#device, this.#errors, due, this.#support);
    row.putAll(Object.fromEntries(sums));
    for (const name of Object.keys(counters) as (keyof typeof counters)[]) {
      if (!sums.has(name)) row.put(name, this.#sumOfCalls(name, links));
    }
  }

  #count(): void {
    const links = this.#support.read('links', () => this.#device.nvlink.linkCount());
    if (links === null || links === this.#links) return;
    this.#links = links;
    this.#traffic = perLink(links, 'round', traffic);
    this.#errors = perLink(links, 'often', errors);
  }

  #countUp(links: number): number | null {
    let up = 0;
    for (let link = 0; link < links; link++) {
      const isUp = this.#support.read(`link ${link}`, () => this.#device.nvlink.state(link));
      if (isUp === null && this.#support.isOffered(`link ${link}`)) return null;
      if (isUp === true) up += 1;
    }
    return up;
  }

  #sumOfCalls(name: keyof typeof counters, links: number): number | null {
    let sum: number | null = null;
    for (let link = 0; link < links; link++) {
      for (const counter of counters[name]) {
        const key = `link ${link} counter ${counter}`;
        const count = this.#support.read(key, () => this.#device.nvlink.errors(link, counter));
        if (count === null && this.#support.isOffered(key)) return null;
        if (count !== null) sum = (sum ?? 0) + count;
      }
    }
    return sum;
  }
}

function perLink(
  links: number,
  rate: Rate,
  fields: Readonly<Record<string, number | readonly number[]>>,
): NamedField[] {
  return Object.entries(fields).flatMap(([name, ids]) =>
    [ids]
      .flat()
      .flatMap((fieldId) =>
        Array.from({ length: links }, (_, scopeId) => ({ name, rate, fieldId, scopeId })),
      ),
  );
}
