import type { ChartLine } from './chart-model.ts';

/** Series take these in their order, so that the first line of every chart has the same colour. */
export const seriesColours = [
  'var(--series-1)',
  'var(--series-2)',
  'var(--series-3)',
  'var(--series-4)',
  'var(--series-5)',
  'var(--series-6)',
  'var(--series-7)',
  'var(--series-8)',
] as const;

export function lineColour(line: ChartLine, index: number): string {
  return line.colour ?? seriesColour(index);
}

export function seriesColour(index: number): string {
  return seriesColours[index % seriesColours.length] ?? seriesColours[0];
}

/** A token's value now: a canvas cannot read CSS variables by itself. */
export function resolveColour(element: Element, colour: string): string {
  const name = /^var\((--[a-z0-9-]+)\)$/.exec(colour)?.[1];
  return name === undefined ? colour : getComputedStyle(element).getPropertyValue(name).trim();
}
