/** C types of the structs, by size; all of them are aligned to their size. */
const sizes = { u8: 1, u32: 4, i32: 4, u64: 8, f64: 8, pointer: 8 } as const;

/** `text:N` and `bytes:N` are arrays of N bytes. */
export type FieldType = keyof typeof sizes | `text:${number}` | `bytes:${number}`;

export interface Struct<Fields extends Record<string, FieldType>> {
  readonly fields: Fields;
  readonly size: number;
  /** Byte offset of each field. */
  readonly at: { readonly [Name in keyof Fields]: number };
}

export interface VersionedStruct<Fields extends Record<string, FieldType>> extends Struct<Fields> {
  /** What the caller writes into `version`, or the driver answers 25. */
  readonly version: number;
}

/** Lays fields out as a C compiler does: each at a multiple of its alignment, the end padded. */
export function struct<const Fields extends Record<string, FieldType>>(
  fields: Fields,
): Struct<Fields> {
  const at: Record<string, number> = {};
  let end = 0;
  let alignment = 1;
  for (const [name, type] of Object.entries(fields)) {
    const { size, align } = measure(type);
    at[name] = roundUp(end, align);
    end = roundUp(end, align) + size;
    alignment = Math.max(alignment, align);
  }
  return { fields, size: roundUp(end, alignment), at: asOffsets(fields, at) };
}

/** `word` is the header's own: its low three bytes are the size by which we check the layout. */
export function versioned<const Fields extends Record<string, FieldType>>(
  word: number,
  fields: Fields,
): VersionedStruct<Fields> {
  const layout = struct(fields);
  if ((word & 0xffffff) !== layout.size) {
    throw new Error(
      `lay out struct: version word 0x${word.toString(16)} means ${word & 0xffffff} bytes, fields take ${layout.size}`,
    );
  }
  return { ...layout, version: word };
}

export function measure(type: FieldType): { size: number; align: number } {
  const [kind, length] = type.split(':');
  if (length !== undefined) return { size: Number(length), align: 1 };
  const size = sizes[asScalar(kind)];
  return { size, align: size };
}

function roundUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

/** `FieldType` leaves nothing but a scalar where there is no length. */
function asScalar(kind: string | undefined): keyof typeof sizes {
  return kind as keyof typeof sizes;
}

/** `at` was filled from the entries of `fields`. */
function asOffsets<Fields extends Record<string, FieldType>>(
  _fields: Fields,
  at: Record<string, number>,
): Struct<Fields>['at'] {
  return at as Struct<Fields>['at'];
}
