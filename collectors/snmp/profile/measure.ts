import { facilityKinds, type FacilityKind } from '#lib/metrics/facility.ts';
import { deviceUnits } from './unit.ts';

/** What a number of a device means: base = number × factor + offset. */
export interface Measure {
  /** As written: `current 0.1 A`. */
  readonly text: string;
  readonly kind: FacilityKind;
  readonly factor: number;
  readonly offset: number;
}

const form = /^(\S+)(?:\s+(\d+(?:\.\d+)?))?(?:\s+([^\s\d]\S*))?$/;

/** Reads `current 0.1 A`, `temperature F` or `power_factor 0.01`: kind, number per step, unit. */
export function parseMeasure(text: string): Measure {
  const [, kind = '', step = '1', unit] = form.exec(text) ?? [];
  if (!isKind(kind) || kind === 'state') throw new Error(`"${text}" names no kind of sensor`);
  const conversion = unit === undefined ? { base: facilityKinds[kind], factor: 1 } : unitOf(unit);
  if (conversion.base !== facilityKinds[kind]) {
    throw new Error(`"${text}": ${unit ?? ''} does not measure ${kind}`);
  }
  return { text, kind, factor: Number(step) * conversion.factor, offset: conversion.offset ?? 0 };
}

function unitOf(word: string) {
  const conversion = Object.hasOwn(deviceUnits, word) ? deviceUnits[word] : undefined;
  if (conversion === undefined) throw new Error(`"${word}" is not a known unit`);
  return conversion;
}

function isKind(word: string): word is FacilityKind {
  return Object.hasOwn(facilityKinds, word);
}

/** Twelve digits are more than any device has, and hide that 28 × 0.1 is 2.8000000000000003. */
export function toBase({ factor, offset }: Measure, number: number): number {
  return Number((number * factor + offset).toPrecision(12));
}
