import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XidFilter, type XidReport } from './xid-filter.ts';

const windowMs = 3000;

function report(source: XidReport['source'], more: Partial<XidReport> = {}): XidReport {
  const message = source === 'kmsg' ? 'GPU has fallen off the bus.' : '';
  return { source, gpu: 'GPU-1', code: 79, timeMs: 0, process: null, message, ...more };
}

/** Offers each report at its time and lets a window pass after the last. */
function tell(reports: readonly XidReport[]): XidReport[] {
  const filter = new XidFilter({ windowMs });
  const events: XidReport[] = [];
  for (const one of [...reports].sort((a, b) => a.timeMs - b.timeMs)) {
    events.push(...filter.offer(one, one.timeMs));
  }
  return [...events, ...filter.flush()];
}

describe('XidFilter', () => {
  it('waits for the text of what NVML reports, and tells both as one', () => {
    const filter = new XidFilter({ windowMs });
    expect(filter.offer(report('nvml', { timeMs: 10 }), 10)).toEqual([]);
    expect(filter.expire(500)).toEqual([]);
    const text = report('kmsg', { timeMs: 12, process: 'python3 (7)' });
    expect(filter.offer(text, 900)).toEqual([{ ...text, timeMs: 10 }]);
    expect(filter.flush()).toEqual([]);
  });

  it('tells what the kernel log reports at once, and then drops the twin', () => {
    const filter = new XidFilter({ windowMs });
    expect(filter.offer(report('kmsg'), 0)).toEqual([report('kmsg')]);
    expect(filter.offer(report('nvml'), 2000)).toEqual([]);
    expect(filter.flush()).toEqual([]);
  });

  it('tells what only NVML reports once the window has passed', () => {
    const filter = new XidFilter({ windowMs });
    filter.offer(report('nvml'), 0);
    expect(filter.expire(3000)).toEqual([]);
    expect(filter.expire(3001)).toEqual([report('nvml')]);
    expect(filter.expire(9000)).toEqual([]);
  });

  it('keeps repeats of one source apart', () => {
    const burst = Array.from({ length: 5 }, (_, index) => report('kmsg', { timeMs: index }));
    expect(tell(burst)).toEqual(burst);
    expect(tell(burst.map((one) => ({ ...one, source: 'nvml' as const })))).toHaveLength(5);
  });

  it('does not join other GPUs, other codes, or what is too far apart', () => {
    const nvml = report('nvml');
    expect(tell([nvml, report('kmsg', { gpu: 'GPU-2' })])).toHaveLength(2);
    expect(tell([nvml, report('kmsg', { code: 48 })])).toHaveLength(2);
    expect(tell([nvml, report('kmsg', { timeMs: windowMs + 1 })])).toHaveLength(2);
    expect(tell([report('kmsg'), report('nvml', { timeMs: windowMs + 1 })])).toHaveLength(2);
  });

  it('waits for nobody without a window', () => {
    const filter = new XidFilter({ windowMs: 0 });
    expect(filter.offer(report('nvml'), 0)).toEqual([report('nvml')]);
    expect(filter.offer(report('nvml'), 0)).toEqual([report('nvml')]);
    expect(filter.flush()).toEqual([]);
  });

  const occurrence = fc.record({
    at: fc.nat(60_000),
    gpu: fc.constantFrom('GPU-1', 'GPU-2'),
    code: fc.constantFrom(31, 79),
    nvmlDelay: fc.nat(windowMs / 2),
    kmsgDelay: fc.nat(windowMs / 2),
  });

  it('makes one event with a text of each Xid that both have seen', () => {
    fc.assert(
      fc.property(fc.array(occurrence, { maxLength: 40 }), (occurrences) => {
        const reports = occurrences.flatMap(({ at, gpu, code, nvmlDelay, kmsgDelay }, index) => [
          report('nvml', { gpu, code, timeMs: at + nvmlDelay }),
          report('kmsg', { gpu, code, timeMs: at + kmsgDelay, message: `text ${index}` }),
        ]);
        const texts = tell(reports).map((event) => event.message);
        expect(texts.sort()).toEqual(occurrences.map((_, index) => `text ${index}`).sort());
      }),
    );
  });

  it('loses nothing, invents nothing, and says no text twice', () => {
    const single = fc.record({
      at: fc.nat(20_000),
      gpu: fc.constantFrom('GPU-1', 'GPU-2'),
      source: fc.constantFrom('nvml' as const, 'kmsg' as const),
    });
    fc.assert(
      fc.property(fc.array(single, { maxLength: 40 }), (seen) => {
        const reports = seen.map(({ at, gpu, source }, index) =>
          report(source, { gpu, timeMs: at, message: source === 'kmsg' ? `text ${index}` : '' }),
        );
        const events = tell(reports);
        for (const gpu of ['GPU-1', 'GPU-2']) {
          const count = (source: string) =>
            reports.filter((one) => one.gpu === gpu && one.source === source).length;
          const told = events.filter((event) => event.gpu === gpu).length;
          expect(told).toBeGreaterThanOrEqual(Math.max(count('nvml'), count('kmsg')));
          expect(told).toBeLessThanOrEqual(count('nvml') + count('kmsg'));
        }
        const texts = (all: readonly XidReport[]) =>
          all
            .map((one) => one.message)
            .filter((text) => text !== '')
            .sort();
        expect(texts(events)).toEqual(texts(reports));
      }),
    );
  });
});
