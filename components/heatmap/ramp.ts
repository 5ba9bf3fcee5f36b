/** A perceptually uniform sequential map: equal steps of value look like equal steps of light. */
export type RampName = 'cividis' | 'inferno';

/** Ten evenly spaced colours of matplotlib's maps of these names; between them it is linear. */
const anchors: Record<RampName, readonly string[]> = {
  cividis: [
    '00224e',
    '123570',
    '3b496c',
    '575d6d',
    '707173',
    '8a8678',
    'a59c74',
    'c3b369',
    'e1cc55',
    'fee838',
  ],
  inferno: [
    '000004',
    '1b0c41',
    '4a0c6b',
    '781c6d',
    'a52c60',
    'cf4446',
    'ed6925',
    'fb9b06',
    'f7d13d',
    'fcffa4',
  ],
};

const steps = 256;

const tables: Record<RampName, readonly Colour[]> = {
  cividis: makeTable(anchors.cividis),
  inferno: makeTable(anchors.inferno),
};

type Colour = readonly [red: number, green: number, blue: number];

/** CSS colour of a value; what lies outside the domain has the colour of its end. */
export function rampColour(
  ramp: RampName,
  value: number,
  [low, high]: readonly [number, number],
): string {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return `rgb(${tables[ramp][Math.round(share * (steps - 1))]?.join(' ') ?? ''})`;
}

/** The ramp as pixels of an ImageData on the little-endian machines that browsers run on. */
export function rampPixels(ramp: RampName): Uint32Array {
  return Uint32Array.from(tables[ramp], toPixel);
}

/** The same over a background, faded: opaque pixels are put on the screen at a fraction of the cost. */
export function fadedPixels(ramp: RampName, hex: string, opacity: number): Uint32Array {
  const [red, green, blue] = hexColour(hex);
  const mix = (over: number, under: number): number => Math.round(under + (over - under) * opacity);
  return Uint32Array.from(tables[ramp], ([r, g, b]) =>
    toPixel([mix(r, red), mix(g, green), mix(b, blue)]),
  );
}

/** @param hex such as #0b0f14, as the tokens are written */
export function hexPixel(hex: string): number {
  return toPixel(hexColour(hex));
}

function hexColour(hex: string): Colour {
  const [red = 0, green = 0, blue = 0] = parseHex(hex.replace('#', ''));
  return [red, green, blue];
}

function toPixel([red, green, blue]: Colour): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function parseHex(hex: string): number[] {
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** The whole ramp as a CSS image, low to high from left to right. */
export function rampGradient(ramp: RampName): string {
  return `linear-gradient(to right, ${anchors[ramp].map((hex) => `#${hex}`).join(', ')})`;
}

function makeTable(hexes: readonly string[]): Colour[] {
  const colours = hexes.map(parseHex);
  return Array.from({ length: steps }, (_, index) => {
    const position = (index / (steps - 1)) * (colours.length - 1);
    const left = Math.min(Math.floor(position), colours.length - 2);
    const mix = (channel: number): number => {
      const from = colours[left]?.[channel] ?? 0;
      const to = colours[left + 1]?.[channel] ?? from;
      return Math.round(from + (to - from) * (position - left));
    };
    return [mix(0), mix(1), mix(2)];
  });
}
