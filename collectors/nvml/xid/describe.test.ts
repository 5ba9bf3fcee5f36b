import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applicationXids } from './application.ts';
import { xidCatalogue } from './catalogue.ts';
import { describeSxid, describeXid } from './describe.ts';
import { driverXids } from './driver.ts';
import { engineXids } from './engines.ts';
import { hardwareXids } from './hardware.ts';
import { linkXids } from './links.ts';
import { memoryXids } from './memory.ts';

const lists = [applicationXids, memoryXids, linkXids, hardwareXids, driverXids, engineXids];
const entries = lists.flat();

/** The codes that drivers up to branch 580 document. */
const documented = [
  8, 11, 13, 25, 31, 32, 37, 38, 39, 40, 41, 43, 44, 45, 46, 48, 54, 60, 62, 63, 64, 66, 67, 68, 69,
  70, 71, 72, 74, 75, 76, 77, 78, 79, 80, 82, 83, 84, 85, 86, 88, 89, 92, 93, 94, 95, 96, 97, 98,
  99, 100, 101, 102, 103, 104, 105, 106, 107, 109, 110, 119, 120, 121, 126, 127, 128, 129, 130, 131,
  132, 133, 134, 135, 136, 137, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151,
  152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170,
  171, 172,
];

describe('the catalogue of Xids', () => {
  it('has every documented code, once', () => {
    const codes = entries.map((entry) => entry.code).sort((a, b) => a - b);
    expect(codes).toEqual(documented);
    expect(xidCatalogue.size).toBe(109);
  });

  it.each(entries.map((entry) => [entry.code, entry] as const))('has words for %i', (_, entry) => {
    expect(entry.title).toMatch(/^[A-Z][^.\n]{5,60}$/);
    expect(entry.meaning).toMatch(/^[A-Z][^\n]{20,220}\.$/);
    expect(entry.action).toMatch(/^[A-Z][^\n]{5,240}\.$/);
  });

  it('gives each its own title', () => {
    expect(new Set(entries.map((entry) => entry.title)).size).toBe(entries.length);
  });

  it.each([
    ['critical', [46, 48, 62, 64, 74, 79, 95, 109, 119, 120, 136, 140, 143, 158, 167]],
    ['warning', [13, 31, 43, 63, 92, 94, 121, 163]],
    ['info', [37, 45, 106, 107, 162]],
  ] as const)('calls the right ones %s', (severity, codes) => {
    for (const code of codes) expect([code, describeXid(code).severity]).toEqual([code, severity]);
  });

  it('numbers the engines as the driver does', () => {
    expect(describeXid(70).title).toBe('Copy engine 3 fault');
    expect(describeXid(134).title).toBe('Copy engine 18 fault');
    expect(describeXid(98).title).toBe('Video decoder 7 fault');
    expect(describeXid(105).title).toBe('JPEG decoder 7 fault');
    expect(describeXid(139).title).toBe('Optical flow engine 1 fault');
  });
});

describe('describeXid', () => {
  it('says that it does not know a code', () => {
    expect(describeXid(9999)).toMatchObject({ code: 9999, title: 'Xid 9999', severity: 'warning' });
    expect(describeXid(9999).meaning).toContain('does not know');
  });

  it.each([
    [
      'GPU recovery action changed from 0x0 (None) to 0x1 (GPU Reset Required)',
      'GPU reset',
      'critical',
    ],
    [
      'GPU recovery action changed from 0x1 (GPU Reset Required) to 0x2 (Node Reboot Required)',
      'reboot',
      'critical',
    ],
    [
      'GPU recovery action changed from 0x1 (GPU Reset Required) to 0x0 (None)',
      'no recovery',
      'info',
    ],
    [
      'GPU recovery action changed from 0x0 (None) to 0x4 (Drain and Reset)',
      'drain and reset',
      'warning',
    ],
    ['GPU recovery action changed from 0x0 to 0x77', 'another recovery', 'warning'],
    ['', 'another recovery', 'warning'],
  ])('reads what Xid 154 asks for: %s', (message, title, severity) => {
    const entry = describeXid(154, message);
    expect(entry.title).toContain(title);
    expect(entry.severity).toBe(severity);
  });

  it('reads whether an NVLink error was fatal', () => {
    const text = (word: string) => `RLW_REMAP ${word} XC0 i0 Link 05 (0x00000004 0x80000000)`;
    expect(describeXid(145, text('Nonfatal')).severity).toBe('warning');
    expect(describeXid(145, text('Fatal')).severity).toBe('critical');
    expect(describeXid(145).severity).toBe('critical');
    expect(describeXid(79, 'non-fatal').severity).toBe('critical');
  });

  it('has words for any code and any text', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (code, message) => {
        for (const entry of [describeXid(code, message), describeSxid(code, message)]) {
          expect(entry.code).toBe(code);
          expect(entry.title && entry.meaning && entry.action && entry.severity).toBeTruthy();
        }
      }),
    );
  });
});

describe('describeSxid', () => {
  it.each([
    ['Non-fatal, Link 32 egress non-posted PRIV error (First)', 'warning'],
    ['Nonfatal, Link 32', 'warning'],
    ['Fatal, Link 44 LTSSM Fault Up', 'critical'],
    ['Severity 0 Engine instance 32 Sub-engine instance 00', 'warning'],
  ])('tells by its text how bad it is: %s', (message, severity) => {
    expect(describeSxid(12028, message).severity).toBe(severity);
  });
});
