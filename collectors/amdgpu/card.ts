import path from 'node:path';
import type { FieldValue, Tags } from '#lib/model/sample.ts';
import { integer, present } from '../fields.ts';
import { CardFiles } from './card-files.ts';
import { modelName } from './model-name.ts';
import { findLayout, readCard, type CardLayout } from './readings.ts';

type Fields = Readonly<Record<string, FieldValue>>;

/** Who a card is, for as long as the driver has it. */
export interface CardIdentity {
  readonly uuid: string;
  readonly model: string;
  /** Such as 0000:c1:00.0; null where the kernel does not tell. */
  readonly busId: string | null;
}

/** One amdgpu card with its files held open. */
export class Card {
  /** Such as card1. */
  readonly name: string;
  readonly identity: CardIdentity;
  readonly #files: CardFiles;
  readonly #layout: CardLayout;

  constructor(name: string, identity: CardIdentity, files: CardFiles) {
    this.name = name;
    this.identity = identity;
    this.#files = files;
    this.#layout = findLayout(files);
  }

  /** A sleeping card is left alone: reading its sensors would wake it. */
  get isAsleep(): boolean {
    return this.#files.word('power/runtime_status') === 'suspended';
  }

  read(): Fields {
    return present(readCard(this.#files, this.#layout));
  }

  info(driverVersion: string | null): Fields {
    const files = this.#files;
    const node = files.number('numa_node');
    return present({
      vendor: text('amd'),
      serial: text(files.word('serial_number')),
      part_number: text(files.word('product_number')),
      pci_bus_id: text(this.identity.busId),
      driver_version: text(driverVersion),
      vbios_version: text(files.word('vbios_version')),
      // -1 on a machine with one memory node.
      numa_node: integer(node !== null && node >= 0 ? node : null),
    });
  }

  close(): void {
    this.#files.close();
  }
}

export type Opened =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const amdVendor = '0x1002';

/** @param cards `/sys/class/drm` below the root */
export function openCard(cards: string, name: string): Opened {
  const files = new CardFiles(path.join(cards, name, 'device'));
  if (files.word('vendor') !== amdVendor) return give(files, { kind: 'other' });
  const uevent = files.text('uevent') ?? '';
  if (/^DRIVER=(?!amdgpu$)/m.test(uevent)) return give(files, { kind: 'other' });
  const busId = /^PCI_SLOT_NAME=(\S+)$/m.exec(uevent)?.[1] ?? null;
  const serial = files.word('unique_id');
  const failure = files.failure('unique_id');
  // A card must not take another name because its own could not be read once.
  if (failure !== null && failure !== 'ENOENT') {
    return give(files, { kind: 'unreadable', reason: `read unique_id: ${failure}` });
  }
  const uuid = uuidOf(serial, busId);
  if (uuid === null) {
    return give(files, { kind: 'unreadable', reason: 'it has neither unique_id nor PCI address' });
  }
  const model = modelName(files.word('product_name'), files.word('device'));
  return { kind: 'card', card: new Card(name, { uuid, model, busId }, files) };
}

function give(files: CardFiles, answer: Opened): Opened {
  files.close();
  return answer;
}

/** Consumer cards and virtual functions have no number of their own: zeros, or no file at all. */
function uuidOf(serial: string | null, busId: string | null): string | null {
  if (serial !== null && /^[0-9a-f]+$/i.test(serial) && !/^0+$/.test(serial)) {
    return `GPU-${serial.toLowerCase()}`;
  }
  return busId === null ? null : `GPU-${busId.replaceAll(/[:.]/g, '-')}`;
}

export function tagsOf({ identity }: Card, host: string, index: number): Tags {
  return { host, gpu: identity.uuid, index: String(index), model: identity.model };
}

function text(value: string | null): FieldValue | undefined {
  return value === null || value === '' ? undefined : { type: 'string', value };
}
