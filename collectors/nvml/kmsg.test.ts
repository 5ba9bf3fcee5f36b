import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KernelLog, openKernelLog, type KernelLogSource } from './kmsg.ts';

const bootTimeMs = () => 1_000_000;
const xidText = 'NVRM: Xid (PCI:0000:05:00): 79, pid=1, name=a, GPU has fallen off the bus.';

/** A log whose reads have the given outcomes: bytes, or the name of an errno. */
function logOf(...outcomes: (string | Buffer | { errno: string })[]): KernelLog {
  return new KernelLog(sourceOf(outcomes), bootTimeMs);
}

function sourceOf(outcomes: (string | Buffer | { errno: string })[]): KernelLogSource {
  return {
    read: (buffer) => {
      const outcome = outcomes.shift() ?? { errno: 'EAGAIN' };
      if (typeof outcome === 'string') return buffer.write(outcome);
      if (Buffer.isBuffer(outcome)) return outcome.copy(buffer);
      throw Object.assign(new Error(outcome.errno), { code: outcome.errno });
    },
    close: () => undefined,
  };
}

function rootfsWith(content: string): string {
  const rootfs = mkdtempSync(path.join(os.tmpdir(), 'isotherm-kmsg-'));
  onTestFinished(() => rmSync(rootfs, { recursive: true }));
  mkdirSync(path.join(rootfs, 'dev'));
  writeFileSync(path.join(rootfs, 'dev', 'kmsg'), content);
  return rootfs;
}

describe('KernelLog', () => {
  it('tells driver messages at the time of day they were written', () => {
    const log = logOf(
      '6,10,2500000,-;usb 1-1: new device\n',
      `4,11,2750000,-,caller=T12;${xidText}\n SUBSYSTEM=pci\n DEVICE=+pci:0000:05:00.0\n`,
    );
    const { events, overruns, failure } = log.read();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      timeMs: 1_002_750,
      message: { kind: 'xid', code: 79, processName: 'a' },
    });
    expect([overruns, failure]).toEqual([0, null]);
  });

  it('counts what was overwritten and goes on', () => {
    const log = logOf({ errno: 'EPIPE' }, `4,90,1000,-;${xidText}\n`, { errno: 'EPIPE' });
    const { events, overruns, failure } = log.read();
    expect([events.length, overruns, failure]).toEqual([1, 2, null]);
  });

  it('has nothing to tell when there is nothing new', () => {
    expect(logOf().read()).toEqual({ events: [], overruns: 0, failure: null });
  });

  it('says why it can no longer read, from then on', () => {
    const log = logOf({ errno: 'EIO' }, `4,90,1000,-;${xidText}\n`);
    expect(log.read().failure).toBe('/dev/kmsg cannot be read (EIO)');
    expect(log.read()).toEqual({
      events: [],
      overruns: 0,
      failure: '/dev/kmsg cannot be read (EIO)',
    });
  });

  it('decodes what the kernel escapes', () => {
    const name = String.raw`caf\xc3\xa9\x0a\x5c`;
    const log = logOf(`4,1,0,-;NVRM: Xid (PCI:0000:05:00): 43, pid=1, name=${name}, Ch 0000001\n`);
    expect(log.read().events[0]?.message).toMatchObject({ processName: 'café \\' });
  });

  it('leaves the rest of a flood for the next time', () => {
    const flood = Array.from({ length: 5000 }, (_, index) => `4,${index},${index},-;${xidText}\n`);
    const log = logOf(...flood);
    const counts = [log.read(), log.read(), log.read(), log.read()].map((one) => one.events.length);
    expect(counts).toEqual([2000, 2000, 1000, 0]);
  });

  it('never throws and loses no message, whatever bytes come between', () => {
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    const errors = fc.constantFrom('EPIPE', 'EPIPE').map((errno) => ({ errno }));
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, errors), { maxLength: 30 }), (outcomes) => {
        // An empty read is the end of a file; the line break ends whatever came before.
        const filled = outcomes.filter((one) => !Buffer.isBuffer(one) || one.length > 0);
        const log = logOf(...filled, '\n', `4,1,5000000,-;${xidText}\n`);
        const { events, failure } = log.read();
        expect(failure).toBeNull();
        expect(events.at(-1)).toMatchObject({ timeMs: 1_005_000, message: { code: 79 } });
      }),
    );
  });

  it('closes twice', () => {
    const log = logOf(`4,1,0,-;${xidText}\n`);
    log.close();
    log.close();
    expect(log.read()).toMatchObject({ events: [], failure: 'the kernel log is closed' });
  });
});

describe('openKernelLog', () => {
  it('begins at the end of what is there', () => {
    const rootfs = rootfsWith(`4,1,1000,-;${xidText}\n`.repeat(1000));
    const opening = openKernelLog(rootfs, bootTimeMs);
    if (!opening.isOpen) throw new Error(opening.reason);
    onTestFinished(() => opening.log.close());
    expect(opening.log.read().events).toEqual([]);
    appendFileSync(path.join(rootfs, 'dev', 'kmsg'), `4,1001,2000,-;${xidText}\n4,1002,3000,-;NVR`);
    expect(opening.log.read().events.map((event) => event.timeMs)).toEqual([1_000_002]);
    appendFileSync(path.join(rootfs, 'dev', 'kmsg'), `${xidText.slice(3)}\n`);
    expect(opening.log.read().events.map((event) => event.timeMs)).toEqual([1_000_003]);
  });

  it('answers with the reason when there is no log', () => {
    const rootfs = mkdtempSync(path.join(os.tmpdir(), 'isotherm-kmsg-'));
    onTestFinished(() => rmSync(rootfs, { recursive: true }));
    const reason = 'there is no /dev/kmsg';
    expect(openKernelLog(rootfs, bootTimeMs)).toEqual({ isOpen: false, reason });
  });

  it('answers with the reason when the path leads astray', () => {
    const rootfs = mkdtempSync(path.join(os.tmpdir(), 'isotherm-kmsg-'));
    onTestFinished(() => rmSync(rootfs, { recursive: true }));
    writeFileSync(path.join(rootfs, 'dev'), '');
    const reason = '/dev/kmsg cannot be opened (ENOTDIR)';
    expect(openKernelLog(rootfs, bootTimeMs)).toEqual({ isOpen: false, reason });
  });

  it('opens the one of this machine, or says why not', () => {
    const opening = openKernelLog('/', bootTimeMs);
    if (opening.isOpen) {
      expect(opening.log.read().failure).toBeNull();
      opening.log.close();
    } else {
      expect(opening.reason).toMatch(/^(there is no|no permission to read) \/dev\/kmsg/);
    }
  });
});
