import type { Palette } from './cell-picture.ts';
import type { HeatMetric } from './heat-metric.ts';
import { fadedPixels, hexPixel, rampPixels, type RampName } from './ramp.ts';

/** The tokens of a theme, as a canvas wants them. */
export interface HallColours {
  readonly background: string;
  readonly strong: string;
  readonly muted: string;
  readonly text: string;
  readonly accent: string;
  readonly hatch: string;
  readonly warning: string;
  readonly critical: string;
  readonly missing: string;
  readonly font: string;
}

export function readColours(element: HTMLElement): HallColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token('--background'),
    strong: token('--border-strong'),
    muted: token('--text-muted'),
    text: token('--text'),
    accent: token('--accent'),
    hatch: token('--text-faint'),
    warning: token('--warning'),
    critical: token('--critical'),
    missing: token('--surface-raised'),
    font: style.fontFamily,
  };
}

const staleOpacity = 0.45;

export function makePalette(metric: HeatMetric, ramp: RampName, colours: HallColours): Palette {
  return {
    domain: metric.domain,
    fresh: rampPixels(ramp),
    stale: fadedPixels(ramp, colours.background, staleOpacity),
    missing: hexPixel(colours.missing),
    background: hexPixel(colours.background),
    thresholds: metric.thresholds,
  };
}
