import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FieldValue } from '#lib/model/sample.ts';
import { integer } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';
import type { NetworkConfig } from './config.ts';
import { parseInterfaceCounters, type InterfaceCounters } from './interface-counters.ts';

/** Files of /sys/class/net/<name>, held open while the interface lasts. */
interface InterfaceFiles {
  readonly isPhysical: boolean;
  readonly carrier: KernelFile;
  readonly speed: KernelFile;
  readonly carrierChanges: KernelFile;
}

export interface InterfaceSample {
  readonly name: string;
  readonly fields: Record<string, FieldValue | undefined>;
}

export class InterfaceReader {
  readonly #directory: string;
  readonly #config: NetworkConfig;
  readonly #counters: KernelFile;
  readonly #files = new Map<string, InterfaceFiles>();

  constructor(rootfs: string, config: NetworkConfig) {
    this.#directory = path.join(rootfs, 'sys/class/net');
    this.#config = config;
    this.#counters = openCounters(rootfs);
  }

  /** Why nothing can be read, or null. */
  probe(): string | null {
    if (this.#counters.read() !== null) return null;
    return `read ${this.#counters.path}: ${this.#counters.failure ?? 'empty'}`;
  }

  read(): InterfaceSample[] {
    const counters = parseInterfaceCounters(this.#counters.read() ?? '');
    this.#follow(new Set(counters.keys()));
    const isWanted = this.#selection();
    return [...this.#files].flatMap(([name, files]) => {
      const counted = counters.get(name);
      if (!counted || !isWanted(name, files)) return [];
      return [{ name, fields: { ...counterFields(counted), ...linkFields(files) } }];
    });
  }

  close(): void {
    this.#counters.close();
    this.#follow(new Set());
  }

  #selection(): (name: string, files: InterfaceFiles) => boolean {
    const { interfaces, include } = this.#config;
    if (interfaces === 'all') return () => true;
    const hasPhysical = [...this.#files.values()].some((files) => files.isPhysical);
    return (name, files) =>
      include.includes(name) || (hasPhysical ? files.isPhysical : name !== 'lo');
  }

  /** Opens the files of interfaces that came and closes those of interfaces that went. */
  #follow(names: ReadonlySet<string>): void {
    for (const [name, files] of this.#files) {
      if (names.has(name)) continue;
      for (const file of [files.carrier, files.speed, files.carrierChanges]) file.close();
      this.#files.delete(name);
    }
    for (const name of names) {
      if (!this.#files.has(name)) this.#files.set(name, openFiles(this.#directory, name));
    }
  }
}

/** In a container the counters of process 1 under the prefix are those of the host's network. */
function openCounters(rootfs: string): KernelFile {
  const ofInit = new KernelFile(path.join(rootfs, 'proc/1/net/dev'));
  if (path.resolve(rootfs) !== '/' && ofInit.read() !== null) return ofInit;
  return new KernelFile(path.join(rootfs, 'proc/net/dev'));
}

function openFiles(directory: string, name: string): InterfaceFiles {
  const open = (file: string) => new KernelFile(path.join(directory, name, file));
  return {
    isPhysical: ['device', 'bonding'].some((file) => existsSync(path.join(directory, name, file))),
    carrier: open('carrier'),
    speed: open('speed'),
    carrierChanges: open('carrier_changes'),
  };
}

function counterFields(counted: InterfaceCounters) {
  return {
    receive_bytes_total: integer(counted.receive.bytes),
    transmit_bytes_total: integer(counted.transmit.bytes),
    receive_packets_total: integer(counted.receive.packets),
    transmit_packets_total: integer(counted.transmit.packets),
    receive_errors_total: integer(counted.receive.errors),
    transmit_errors_total: integer(counted.transmit.errors),
    receive_drops_total: integer(counted.receive.drops),
    transmit_drops_total: integer(counted.transmit.drops),
  };
}

function linkFields(files: InterfaceFiles) {
  const megabits = files.speed.readInteger();
  return {
    // A link that is down has the speed -1, or none at all.
    speed_bits_per_second:
      megabits !== null && megabits > 0n ? integer(megabits * 1_000_000n) : undefined,
    up: integer(isUp(files.carrier)),
    carrier_changes_total: integer(files.carrierChanges.readInteger()),
  };
}

/** The kernel answers EINVAL for the carrier of an interface that is switched off. */
function isUp(carrier: KernelFile): bigint | null {
  const word = carrier.readInteger();
  return word === null && carrier.failure === 'EINVAL' ? 0n : word;
}
