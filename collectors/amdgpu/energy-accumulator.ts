/**
 * `gpu_metrics` is a binary table whose layout depends on its revision. Only revisions whose
 * header file gives the unit of the accumulator are read, and only at their exact size.
 * https://github.com/torvalds/linux/blob/master/drivers/gpu/drm/amd/include/kgd_pp_interface.h
 */
const accumulators: readonly {
  readonly revision: string;
  readonly sizes: readonly number[];
  readonly offset: number;
}[] = [
  { revision: '1.4', sizes: [288], offset: 24 },
  { revision: '1.5', sizes: [360], offset: 88 },
  { revision: '1.6', sizes: [1664], offset: 16 },
  { revision: '1.7', sizes: [2208], offset: 24 },
  { revision: '1.8', sizes: [3360, 3872], offset: 24 },
];

const joulesPerUnit = 2 ** -16;

/** The driver fills what it does not know with ones. */
const unknown = 2n ** 64n - 1n;

/** Joules since the GPU was powered on, or null. */
export function readEnergy(table: Buffer | null): number | null {
  if (!table || table.length < 4) return null;
  const size = table.readUInt16LE(0);
  const revision = `${table.readUInt8(2)}.${table.readUInt8(3)}`;
  const known = accumulators.find((one) => one.revision === revision && one.sizes.includes(size));
  if (!known || table.length < size) return null;
  const units = table.readBigUInt64LE(known.offset);
  return units === unknown ? null : Number(units) * joulesPerUnit;
}
