import { describe, expect, it } from 'vitest';
import { createSystemIndex, type KnownSystem, type NeighbourClaim } from './known-systems.ts';

function host(name: string, ...interfaces: string[]): KnownSystem {
  return { kind: 'host', name, aliases: [], interfaces: new Set(interfaces) };
}

function claim(more: Partial<NeighbourClaim>): NeighbourClaim {
  return { remoteSystem: null, remotePort: null, remoteChassis: null, ...more };
}

describe('createSystemIndex', () => {
  const spine: KnownSystem = {
    ...{ kind: 'device', name: 'spine-1', interfaces: new Set(['Ethernet1']) },
    aliases: ['SPINE-1.hall.example'],
  };

  it('finds a host by its name, whatever the case and domain', () => {
    const find = createSystemIndex([host('gpu-07.hall.example', 'eth0'), spine], []);
    for (const remoteSystem of ['gpu-07.hall.example', 'GPU-07', 'gpu-07.other.example']) {
      expect(find(claim({ remoteSystem, remotePort: 'eth0' }))).toEqual({
        ...{ kind: 'host', name: 'gpu-07.hall.example', interface: 'eth0' },
      });
    }
    expect(find(claim({ remoteSystem: 'spine-1.hall.example' }))?.name).toBe('spine-1');
  });

  it('knows no interface that the host does not report', () => {
    const find = createSystemIndex([host('gpu-07', 'eth0')], []);
    const end = find(claim({ remoteSystem: 'gpu-07', remotePort: '0c:42:a1:00:00:01' }));
    expect(end).toEqual({ kind: 'host', name: 'gpu-07', interface: null });
  });

  it('finds by chassis what another interface has named', () => {
    const named = claim({ remoteSystem: 'gpu-07', remoteChassis: '0C:42:A1:00:00:01' });
    const find = createSystemIndex([host('gpu-07')], [named]);
    expect(find(claim({ remoteChassis: '0c-42-a1-00-00-01' }))?.name).toBe('gpu-07');
    expect(find(claim({ remoteChassis: '0c-42-a1-00-00-02' }))).toBeNull();
    expect(find(claim({}))).toBeNull();
  });

  it('takes nobody for a short name that several share', () => {
    const find = createSystemIndex([host('a.one'), host('a.two')], []);
    expect(find(claim({ remoteSystem: 'a' }))).toBeNull();
    expect(find(claim({ remoteSystem: 'a.two' }))?.name).toBe('a.two');
  });
});
