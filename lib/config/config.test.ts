import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(loadConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', influx: null });
  });

  it('names every wrong variable at once and repeats no value', () => {
    const read = () => loadConfig({ PORT: 'seven', ISOTHERM_ADMIN_TOKEN: 'short-secret' });
    expect(read).toThrow(/PORT.*ISOTHERM_ADMIN_TOKEN/);
    expect(read).not.toThrow(/short-secret/);
  });

  it('prefers a token over a password', () => {
    const config = loadConfig({
      INFLUX_URL: 'http://127.0.0.1:8086',
      INFLUX_TOKEN: 't',
      INFLUX_USER: 'u',
      INFLUX_PASSWORD: 'p',
    });
    expect(config.influx?.credentials).toEqual({ kind: 'token', token: 't' });
  });

  it('takes paths of the host only as absolute ones', () => {
    expect(loadConfig({})).toMatchObject({ rootDirectory: '/', nvmlLibrary: null });
    expect(loadConfig({ ISOTHERM_ROOTFS: '/host' }).rootDirectory).toBe('/host');
    expect(() => loadConfig({ ISOTHERM_ROOTFS: 'host' })).toThrow(/ISOTHERM_ROOTFS.*absolute/);
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig({ PORT: '' }).port).toBe(3000);
  });
});
