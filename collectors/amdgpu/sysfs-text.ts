/** Formats of the files of amdgpu and of the PCI core; null = the text says something else. */

/** Highest level and the one in use of `0: 132Mhz *` and so on, in hertz. */
export function parseLevels(text: string | null): {
  readonly highest: number | null;
  readonly current: number | null;
} {
  const found = [...(text ?? '').matchAll(/^\w+: *(\d+)Mhz( *\*)?/gim)];
  const hertz = found.map(([, megahertz]) => Number(megahertz) * 1e6);
  const inUse = found.findIndex(([, , star]) => star !== undefined);
  return {
    highest: hertz.length > 0 ? Math.max(...hertz) : null,
    current: hertz[inUse] ?? null,
  };
}

const generations: Readonly<Record<string, number>> = {
  '2.5': 1,
  '5.0': 2,
  '8.0': 3,
  '16.0': 4,
  '32.0': 5,
  '64.0': 6,
};

/** `16.0 GT/s PCIe` is generation 4. */
export function parseGeneration(text: string | null): number | null {
  const speed = /^(\d+(?:\.\d)?) GT\/s/.exec(text ?? '')?.[1];
  if (speed === undefined) return null;
  return generations[speed.includes('.') ? speed : `${speed}.0`] ?? null;
}

/** `ue: 0` and `ce: 3`; while the GPU is reset, the file holds a sentence instead. */
export function parseErrors(text: string | null): {
  readonly uncorrected: number | null;
  readonly corrected: number | null;
} {
  return { uncorrected: countOf(text, 'ue'), corrected: countOf(text, 'ce') };
}

function countOf(text: string | null, kind: string): number | null {
  const count = new RegExp(`^${kind}: *(\\d+)$`, 'm').exec(text ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

/** Lines `page : size : flag`: R is retired, P waits for it, F could not be. */
export function parseBadPages(text: string | null): {
  readonly retired: number;
  readonly isPending: boolean;
} | null {
  if (text === null) return null;
  const flags = [...text.matchAll(/^0x[0-9a-f]+ : 0x[0-9a-f]+ : ([RPF])\s*$/gim)];
  const count = (wanted: string) => flags.filter(([, flag]) => flag === wanted).length;
  return { retired: count('R'), isPending: count('P') > 0 };
}
