import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAmd, checkInfiniband, checkNvidia, checkRapl } from './hardware.ts';
import { checkKernelFiles, checkNode } from './machine.ts';
import { checkDataDirectory } from './storage.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'isotherm-doctor-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A directory of its own that holds these files. */
function tree(name: string, files: Readonly<Record<string, string>>): string {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

describe('checkNode', () => {
  it.each([
    ['20.19.0', 'fine'],
    ['20.20.2', 'fine'],
    ['22.1.0', 'fine'],
    ['20.18.9', 'broken'],
    ['18.20.0', 'broken'],
  ])('%s is %s', (version, state) => {
    expect(checkNode(version)).toMatchObject({ state });
  });
});

describe('checkKernelFiles', () => {
  const whole = { 'proc/stat': '', 'proc/meminfo': '', 'proc/net/dev': '', 'sys/class/net/lo': '' };

  it('accepts a whole tree', async () => {
    expect(await checkKernelFiles(tree('whole', whole), 'linux')).toMatchObject({ state: 'fine' });
  });

  it('names each file that is missing', async () => {
    const finding = await checkKernelFiles(tree('part', { 'proc/stat': '' }), 'linux');
    expect(finding.state).toBe('broken');
    expect(finding.sentence).toMatch(/proc\/meminfo: it does not exist; .*sys\/class\/net/);
  });

  it('does not excuse a configured root that lacks them on another system', async () => {
    expect((await checkKernelFiles(tree('mac', {}), 'darwin')).state).toBe('broken');
  });
});

describe('checkNvidia', () => {
  const version = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release';

  it('finds the library and the driver', async () => {
    const host = tree('gpu', {
      'proc/driver/nvidia/version': version,
      'lib/libnvidia-ml.so.1': '',
    });
    const finding = await checkNvidia(host, null, ['/nowhere', path.join(host, 'lib')]);
    expect(finding.state).toBe('fine');
    expect(finding.sentence).toContain('driver 570.124.06');
  });

  it('calls a machine without a driver no fault', async () => {
    expect(await checkNvidia(tree('cpu', {}), null, ['/nowhere'])).toMatchObject({
      state: 'absent',
    });
  });

  it('asks for the path when the driver is loaded and the library is not found', async () => {
    const host = tree('split', { 'proc/driver/nvidia/version': version });
    const finding = await checkNvidia(host, null, ['/nowhere']);
    expect(finding.state).toBe('broken');
    expect(finding.sentence).toMatch(/570\.124\.06.*ISOTHERM_NVML_LIBRARY/);
  });

  it('holds a configured path to its word', async () => {
    const host = tree('own', { 'nvml.so': '' });
    const own = path.join(host, 'nvml.so');
    expect(await checkNvidia(host, own, [])).toMatchObject({ state: 'fine' });
    expect(await checkNvidia(host, `${own}.2`, [])).toMatchObject({
      state: 'broken',
      sentence: `ISOTHERM_NVML_LIBRARY is ${own}.2: it does not exist.`,
    });
  });
});

describe('energy counters and InfiniBand', () => {
  it('are counted where they are', async () => {
    const host = tree('big', {
      'sys/class/powercap/intel-rapl:0/energy_uj': '1',
      'sys/class/powercap/intel-rapl:1/energy_uj': '1',
      'sys/class/powercap/intel-rapl:0:0/energy_uj': '1',
      'sys/class/infiniband/mlx5_1/ports': '',
      'sys/class/infiniband/mlx5_0/ports': '',
    });
    expect((await checkRapl(host)).sentence).toContain('2 processor packages');
    expect((await checkInfiniband(host)).sentence).toContain('mlx5_0, mlx5_1');
  });

  it('are absent where they are not', async () => {
    const host = tree('small', {});
    expect(await checkRapl(host)).toMatchObject({ state: 'absent' });
    expect(await checkInfiniband(host)).toMatchObject({ state: 'absent' });
  });
});

describe('checkDataDirectory', () => {
  it('judges a directory that does not exist yet by the one above it', async () => {
    const folder = path.join(tree('disk', {}), 'a', 'b');
    const finding = await checkDataDirectory(folder);
    expect(finding).toMatchObject({ state: 'fine' });
    expect(finding.sentence).toMatch(/does not exist yet and can be made; [\d.]+ GB free/);
  });

  it('says when a file stands in the way', async () => {
    const file = path.join(tree('blocked', { data: '' }), 'data');
    const finding = await checkDataDirectory(path.join(file, 'deep'));
    expect(finding).toMatchObject({ state: 'broken' });
    expect(finding.sentence).toContain(`${file} is a file`);
  });
});

describe('checkAmd', () => {
  const card = 'sys/class/drm/card1/device';

  it('names the GPUs, past cards of others', async () => {
    const host = tree('amd', {
      'sys/class/drm/card0/device/vendor': '0x1a03\n',
      [`${card}/vendor`]: '0x1002\n',
      [`${card}/gpu_busy_percent`]: '3\n',
      [`${card}/product_name`]: 'AMD Instinct MI210\n',
    });
    const finding = await checkAmd(host);
    expect(finding).toMatchObject({ state: 'fine', sentence: 'AMD GPUs: AMD Instinct MI210.' });
  });

  it('calls a GPU that another driver holds broken, and none no fault', async () => {
    const host = tree('amd-other', { [`${card}/vendor`]: '0x1002\n' });
    expect(await checkAmd(host)).toMatchObject({ state: 'broken' });
    expect(await checkAmd(tree('amd-none', {}))).toMatchObject({ state: 'absent' });
  });
});
