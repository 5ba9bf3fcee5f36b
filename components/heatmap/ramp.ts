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

const tables: Record<RampName, readonly string[]> = {
  cividis: makeTable(anchors.cividis),
  inferno: makeTable(anchors.inferno),
};

/** CSS colour of a value; what lies outside the domain has the colour of its end. */
export function rampColour(
  ramp: RampName,
  value: number,
  [low, high]: readonly [number, number],
): string {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return tables[ramp][Math.round(share * (steps - 1))] ?? '';
}

/** The whole ramp as a CSS image, low to high from left to right. */
export function rampGradient(ramp: RampName): string {
  return `linear-gradient(to right, ${anchors[ramp].map((hex) => `#${hex}`).join(', ')})`;
}

function makeTable(hexes: readonly string[]): string[] {
  const colours = hexes.map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  return Array.from({ length: steps }, (_, index) => {
    const position = (index / (steps - 1)) * (colours.length - 1);
    const left = Math.min(Math.floor(position), colours.length - 2);
    const from = colours[left] ?? [];
    const to = colours[left + 1] ?? [];
    const mixed = from.map((part, channel) =>
      Math.round(part + ((to[channel] ?? part) - part) * (position - left)),
    );
    return `rgb(${mixed.join(' ')})`;
  });
}
