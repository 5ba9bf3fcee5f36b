import { describe, expect, it } from 'vitest';
import { gpuLabel, shortGpu } from './gpu-name.ts';

describe('shortGpu', () => {
  it('keeps the kind and the first part of a UUID, and other names whole', () => {
    expect(shortGpu('GPU-3f2a91c4-0000-1111-2222-333344445555')).toBe('GPU-3f2a91c4');
    expect(shortGpu('MIG-aa11bb22-0000-1111-2222-333344445555')).toBe('MIG-aa11bb22');
    expect(shortGpu('0000:19:00.0')).toBe('0000:19:00.0');
    expect(gpuLabel({ gpu: 'GPU-3f2a91c4-00', index: '' })).toBe('GPU-3f2a91c4');
  });
});
