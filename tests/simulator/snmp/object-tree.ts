import { element, integer, oidBytes, tags } from './ber.ts';
import type { RecordedObject, RecordedType } from './recording.ts';

export interface TreeObject {
  readonly arcs: readonly number[];
  readonly isCounter64: boolean;
  /** The whole binding, at an age of the agent and of the device's counters. */
  encode(age: Age): Buffer;
}

export interface Age {
  /** Since the responder has played the device, or since its restart. */
  readonly seconds: number;
  readonly hasRestarted: boolean;
}

const sysUpTime = '1.3.6.1.2.1.1.3.0';

/** The objects of a device in the order of their numbers, with their bindings made ready. */
export class ObjectTree {
  readonly #objects = new Map<string, RecordedObject>();
  #sorted: TreeObject[] = [];
  #positions = new Map<string, number>();
  #isStale = true;

  constructor(objects: readonly RecordedObject[]) {
    for (const object of objects) this.set(object);
  }

  set(object: RecordedObject): void {
    this.#objects.set(object.oid, object);
    this.#isStale = true;
  }

  remove(oid: string): void {
    this.#objects.delete(oid);
    this.#isStale = true;
  }

  exact(oid: Buffer): TreeObject | undefined {
    this.#sort();
    const position = this.#positions.get(oid.toString('latin1'));
    return position === undefined ? undefined : this.#sorted[position];
  }

  /** Where the objects after this one begin. */
  positionAfter(oid: Buffer): number {
    this.#sort();
    const known = this.#positions.get(oid.toString('latin1'));
    return known === undefined ? lowerBound(this.#sorted, readArcs(oid)) : known + 1;
  }

  at(position: number): TreeObject | undefined {
    return this.#sorted[position];
  }

  #sort(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    const objects = [...this.#objects.values()].map((object) => ({
      key: oidBytes(object.oid).toString('latin1'),
      object: treeObject(object),
    }));
    objects.sort((a, b) => compareArcs(a.object.arcs, b.object.arcs));
    this.#sorted = objects.map(({ object }) => object);
    this.#positions = new Map(objects.map(({ key }, i) => [key, i]));
  }
}

function treeObject(object: RecordedObject): TreeObject {
  const { oid, type } = object;
  const name = element(tags.oid, oidBytes(oid));
  const arcs = oid.split('.').map(Number);
  const isCounter64 = type === 'counter64';
  const [start = '', rate] = isNumber(type) ? object.value.split(/\+|\/s/) : [];
  if (!isNumber(type)) {
    const binding = element(tags.sequence, name, bytesOf(object));
    return { arcs, isCounter64, encode: () => binding };
  }
  const restarts = rate !== undefined || oid === sysUpTime;
  const encode = ({ seconds, hasRestarted }: Age): Buffer => {
    const first = hasRestarted && restarts ? 0n : BigInt(start);
    const grown = first + BigInt(Math.floor(Number(rate ?? 0) * seconds));
    return element(tags.sequence, name, integer(wrap(type, grown), tags[type]));
  };
  if (restarts) return { arcs, isCounter64, encode };
  const binding = encode({ seconds: 0, hasRestarted: false });
  return { arcs, isCounter64, encode: () => binding };
}

type NumberType = Exclude<RecordedType, 'octets' | 'oid' | 'address' | 'opaque'>;

const isNumber = (type: RecordedType): type is NumberType =>
  type !== 'octets' && type !== 'oid' && type !== 'address' && type !== 'opaque';

const wrap = (type: NumberType, value: bigint): bigint => {
  if (type === 'integer') return BigInt.asIntN(32, value);
  return BigInt.asUintN(type === 'counter64' ? 64 : 32, value);
};

function bytesOf({ type, value }: RecordedObject): Buffer {
  if (type === 'oid') return element(tags.oid, oidBytes(value));
  if (type === 'address') return element(tags.address, Buffer.from(value.split('.').map(Number)));
  const tag = type === 'opaque' ? tags.opaque : tags.octets;
  const isHex = value.startsWith('hex:');
  return element(tag, isHex ? Buffer.from(value.slice(4), 'hex') : Buffer.from(value, 'utf8'));
}

function readArcs(oid: Buffer): number[] {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of oid) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(...(arcs.length === 0 ? [Math.floor(arc / 40), arc % 40] : [arc]));
    arc = 0;
  }
  return arcs;
}

function lowerBound(objects: readonly TreeObject[], arcs: readonly number[]): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareArcs(objects[middle]?.arcs ?? [], arcs) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareArcs(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
