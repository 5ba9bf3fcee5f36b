import { createHash } from 'node:crypto';
import type { Tensors } from './workload.ts';

/** Digest of f32 numbers taken in one by one. */
export interface SequenceDigest {
  add(value: number): void;
  hex(): string;
}

/** SHA-256 over little-endian f32: equal digests mean equal bits in equal order. */
export function createSequenceDigest(): SequenceDigest {
  const hash = createHash('sha256');
  return {
    add: (value) => void hash.update(littleEndian([value])),
    hex: () => hash.copy().digest('hex'),
  };
}

/** SHA-256 over the tensors in their order, f32 little-endian. */
export function digestTensors(tensors: Tensors): string {
  const hash = createHash('sha256');
  for (const { data } of Object.values(tensors)) hash.update(littleEndian(data));
  return hash.digest('hex');
}

function littleEndian(values: ArrayLike<number>): Uint8Array {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (let index = 0; index < values.length; index++) {
    bytes.writeFloatLE(values[index] ?? Number.NaN, index * 4);
  }
  return bytes;
}
