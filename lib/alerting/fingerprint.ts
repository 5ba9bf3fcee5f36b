import type { Tags } from '#lib/model/sample.ts';

const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
/** Never part of UTF-8, so no name can run into a value. */
const separator = 0xff;

/**
 * Names one series under one rule: FNV-1a, 64 bits, over the rule's id and the sorted tags, as
 * Prometheus hashes label sets. 16 hex digits; the same for the same input on every machine.
 */
export function fingerprint(ruleId: string, tags: Tags): string {
  const names = Object.keys(tags).sort();
  const parts = [ruleId, ...names.flatMap((name) => [name, tags[name] ?? ''])];
  const encoder = new TextEncoder();
  const hash = parts.reduce(
    (sum, part) => addByte(encoder.encode(part).reduce(addByte, sum), separator),
    offsetBasis,
  );
  return hash.toString(16).padStart(16, '0');
}

function addByte(sum: bigint, byte: number): bigint {
  return BigInt.asUintN(64, (sum ^ BigInt(byte)) * prime);
}
