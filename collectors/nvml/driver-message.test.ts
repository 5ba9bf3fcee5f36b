import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizePciBusId, parseDriverMessage } from './driver-message.ts';

const xid = {
  kind: 'xid',
  pciBusId: '0000:05:00.0',
  code: 79,
  gpuInstance: null,
  pid: null,
  processName: null,
  message: 'GPU has fallen off the bus.',
};

describe('parseDriverMessage', () => {
  it.each([
    ['no process', 'NVRM: Xid (PCI:0000:05:00): 79, GPU has fallen off the bus.', xid],
    [
      'a process nobody knows',
      "NVRM: Xid (PCI:0000:05:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.",
      xid,
    ],
    [
      'a pid only',
      'NVRM: Xid (PCI:0000:05:00): 79, pid=1234, GPU has fallen off the bus.',
      { ...xid, pid: 1234 },
    ],
    [
      'pid and name',
      'NVRM: Xid (PCI:0000:05:00): 31, pid=1234, name=python3, Ch 00000008, intr 10000000. MMU Fault: ENGINE GRAPHICS GPCCLIENT_T1_0 faulted @ 0x7fb9_a2000000',
      {
        ...xid,
        code: 31,
        pid: 1234,
        processName: 'python3',
        message:
          'Ch 00000008, intr 10000000. MMU Fault: ENGINE GRAPHICS GPCCLIENT_T1_0 faulted @ 0x7fb9_a2000000',
      },
    ],
    [
      'a process and nothing more',
      'NVRM: Xid (PCI:0000:05:00): 45, pid=77, name=pt_main_thread',
      { ...xid, code: 45, pid: 77, processName: 'pt_main_thread', message: '' },
    ],
    [
      'an address without PCI and a domain of its own',
      'NVRM: Xid (0001:3b:00): 13, 0001 00000000 0000a197',
      { ...xid, pciBusId: '0001:3b:00.0', code: 13, message: '0001 00000000 0000a197' },
    ],
    [
      'a GPU instance',
      'NVRM: Xid (PCI:0000:05:00 GPU-I:0B): 94, pid=5, name=a, Contained: SM (0x1). RST: No, D-RST: No',
      {
        ...xid,
        code: 94,
        gpuInstance: 11,
        pid: 5,
        processName: 'a',
        message: 'Contained: SM (0x1). RST: No, D-RST: No',
      },
    ],
    ['no text', 'NVRM: Xid (PCI:0000:05:00): 79', { ...xid, message: '' }],
    [
      'something before it',
      '[  482.113] nvidia 0000:05:00.0: NVRM: Xid (PCI:0000:05:00): 79, GPU has fallen off the bus.',
      xid,
    ],
  ])('reads an Xid with %s', (_, line, expected) => {
    expect(parseDriverMessage(line)).toEqual(expected);
  });

  it('reads an NVSwitch error with its link', () => {
    const line =
      'nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV error (First)';
    expect(parseDriverMessage(line)).toEqual({
      kind: 'sxid',
      pciBusId: '0000:c1:00.0',
      code: 12028,
      nvswitch: 3,
      link: 32,
      message: 'Non-fatal, Link 32 egress non-posted PRIV error (First)',
    });
  });

  it.each([
    'NVRM: GPU at PCI:0000:05:00 has fallen off the bus.',
    'NVRM: GPU 0000:05:00.0: GPU has fallen off the bus.',
    'NVRM: The GPU 0000:05:00.0 has fallen off the bus and is not responding to commands.',
  ])('reads that a GPU is lost: %s', (line) => {
    expect(parseDriverMessage(line)).toMatchObject({ kind: 'lost', pciBusId: '0000:05:00.0' });
  });

  it.each([
    'NVRM: GPU at PCI:0000:05:00: GPU-8b1e9b5c-4c1b-11ee-be56-0242ac120002',
    'NVRM: GPU Board Serial Number: 1324020031188',
    'nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12028, Severity 0 Engine instance 32 Sub-engine instance 00',
    'nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12028, Data {0x00000004, 0x00000001}',
    'NVRM: Xid (PCI:zz:05:00): 79, text',
    'NVRM: Xid (PCI:0000:05:00): many',
    'eth0: link up',
    '',
  ])('leaves other lines alone: %s', (line) => {
    expect(parseDriverMessage(line)).toBeNull();
  });

  it('gives back what any driver could have written', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,15}$/);
    const text = fc.stringMatching(/^[A-Z][ -~]{0,80}[a-z]$/);
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(999),
        fc.nat(4_000_000),
        name,
        text,
        (bus, code, pid, process, message) => {
          const id = `0000:${bus.toString(16).padStart(2, '0')}:00`;
          const line = `NVRM: Xid (PCI:${id}): ${code}, pid=${pid}, name=${process}, ${message}`;
          expect(parseDriverMessage(line)).toEqual({
            kind: 'xid',
            pciBusId: `${id}.0`,
            code,
            pid,
            processName: process,
            gpuInstance: null,
            message,
          });
        },
      ),
    );
  });

  it('never throws, whatever stands in the log', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'NVRM: Xid (PCI:',
        '0000:05:00',
        '): ',
        '79',
        ', pid=',
        ', name=',
        'SXid (PCI:',
        'nvidia-nvswitch1: ',
        'NVRM: GPU ',
        'has fallen off the bus',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const message = parseDriverMessage(pieces.join(''));
        if (message?.kind === 'xid' || message?.kind === 'sxid') {
          expect(Number.isSafeInteger(message.code)).toBe(true);
        }
        if (message) expect(message.pciBusId).toBe(normalizePciBusId(message.pciBusId));
      }),
    );
  });
});

describe('normalizePciBusId', () => {
  it.each([
    ['00000000:DB:00.0', '0000:db:00.0'],
    ['0000:db:00', '0000:db:00.0'],
    ['00010000:01:1F.7', '10000:01:1f.7'],
    ['db:00.0', '0000:db:00.0'],
    ['0000:db', null],
    ['', null],
  ])('%s is %s', (text, expected) => {
    expect(normalizePciBusId(text)).toBe(expected);
  });
});
