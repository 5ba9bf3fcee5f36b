import { expect, it } from 'vitest';
import { publicAddress } from './public-address.ts';

it.each([
  [{ publicUrl: null, host: '127.0.0.1', port: 3000 }, 'http://127.0.0.1:3000'],
  [{ publicUrl: null, host: '0.0.0.0', port: 3000 }, 'http://localhost:3000'],
  [{ publicUrl: null, host: '::1', port: 80 }, 'http://[::1]:80'],
  [{ publicUrl: 'https://watch.example/', host: '::', port: 80 }, 'https://watch.example'],
])('%o is reached at %s', (config, address) => {
  expect(publicAddress(config)).toBe(address);
});
