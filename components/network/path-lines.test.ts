import { describe, expect, it } from 'vitest';
import type { HostPaths } from '#lib/model/network-report.ts';
import { pathLines } from './path-lines.ts';

const paths: HostPaths = {
  host: 'gpu-07',
  cables: [{ interface: 'ens1f0', device: 'leaf-01', port: 'Ethernet7', intervalSeconds: 30 }],
  hasFabric: true,
  hasNvlink: true,
  hasPcie: false,
};
const fields = (direction: 'receive' | 'transmit') =>
  pathLines(paths, direction).map(({ label, field }) => `${label}: ${field}`);

describe('pathLines', () => {
  it('reads the switch in the other direction, for it counts the same bits', () => {
    expect(fields('receive')).toEqual([
      'gpu-07 ens1f0: receive_bytes_total',
      'leaf-01 Ethernet7: transmit_bytes_total',
      'InfiniBand: receive_bytes_total',
      'NVLink: nvlink_receive_bytes_total',
    ]);
    expect(fields('transmit')[1]).toBe('leaf-01 Ethernet7: receive_bytes_total');
  });

  it('keeps a switch port current between its polls', () => {
    expect(pathLines(paths, 'receive')[1]?.freshMs).toBeGreaterThan(90_000);
  });

  it('falls back to all interfaces of a host whose cable nobody knows', () => {
    const alone = { ...paths, cables: [], hasFabric: false, hasNvlink: false };
    expect(pathLines(alone, 'receive').map(({ label }) => label)).toEqual(['all interfaces']);
  });
});
