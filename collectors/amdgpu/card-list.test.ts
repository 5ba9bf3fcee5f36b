import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CardList } from './card-list.ts';

let rootfs: string;
let list: CardList;

beforeEach(() => {
  rootfs = fs.mkdtempSync(path.join(os.tmpdir(), 'amdgpu-'));
  list = new CardList(rootfs);
});

afterEach(() => {
  list.close();
  fs.rmSync(rootfs, { recursive: true, force: true });
});

function plug(name: string, busId: string, files: Readonly<Record<string, string>> = {}): void {
  const device = path.join(rootfs, 'sys/class/drm', name, 'device');
  fs.mkdirSync(device, { recursive: true });
  const uevent = `DRIVER=amdgpu\nPCI_SLOT_NAME=${busId}\n`;
  for (const [file, text] of Object.entries({ vendor: '0x1002\n', uevent, ...files })) {
    fs.writeFileSync(path.join(device, file), text);
  }
}

function unplug(name: string): void {
  fs.rmSync(path.join(rootfs, 'sys/class/drm', name), { recursive: true });
}

const names = () => list.refresh().cards.map(({ identity }) => identity.uuid);

it('follows cards that come and go, in the order of their addresses', () => {
  expect(names()).toEqual([]);
  plug('card1', '0000:c3:00.0', { unique_id: 'B\n' });
  plug('card9', '0000:05:00.0', { unique_id: 'a\n' });
  expect(names()).toEqual(['GPU-a', 'GPU-b']);
  unplug('card9');
  expect(names()).toEqual(['GPU-b']);
  plug('card9', '0000:05:00.0', { unique_id: 'c\n' });
  expect(names()).toEqual(['GPU-c', 'GPU-b']);
});

it('keeps the name of a card whatever its file says later', () => {
  plug('card1', '0000:c3:00.0', { unique_id: 'a\n' });
  expect(names()).toEqual(['GPU-a']);
  fs.writeFileSync(path.join(rootfs, 'sys/class/drm/card1/device/unique_id'), '');
  expect(names()).toEqual(['GPU-a']);
});

it('names a card without a number of its own by its address', () => {
  plug('card0', '0000:0a:00.0');
  plug('card1', '0000:0b:00.1', { unique_id: '0000000000000000\n' });
  expect(names()).toEqual(['GPU-0000-0a-00-0', 'GPU-0000-0b-00-1']);
});

it('waits for the name of a card that cannot be read just now', () => {
  plug('card0', '0000:0a:00.0');
  const file = path.join(rootfs, 'sys/class/drm/card0/device/unique_id');
  fs.mkdirSync(file);
  expect(list.refresh().faults.get('card0')).toBe('read unique_id: EISDIR');
  fs.rmdirSync(file);
  fs.writeFileSync(file, 'a\n');
  expect(names()).toEqual(['GPU-a']);
});

it('reads one of two cards that say they are the same', () => {
  plug('card0', '0000:0a:00.0', { unique_id: 'a\n' });
  plug('card1', '0000:0b:00.0', { unique_id: 'a\n' });
  const { cards, faults } = list.refresh();
  expect(cards).toHaveLength(1);
  expect(faults.get('card1')).toBe('it says it is GPU-a, as card0 does');
});
