import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(loadConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      influx: null,
      victoria: null,
    });
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

  it('takes a single VictoriaMetrics, or the two addresses of a cluster', () => {
    const url = 'http://127.0.0.1:8428';
    expect(loadConfig({ VICTORIAMETRICS_URL: url }).victoria).toEqual({
      insertUrl: url,
      selectUrl: url,
      isCluster: false,
      credentials: { kind: 'none' },
    });
    const cluster = {
      VICTORIAMETRICS_INSERT_URL: 'http://vminsert:8480/insert/0',
      VICTORIAMETRICS_SELECT_URL: 'http://vmselect:8481/select/0',
    };
    expect(loadConfig({ ...cluster, VICTORIAMETRICS_TOKEN: 't' }).victoria).toEqual({
      insertUrl: 'http://vminsert:8480/insert/0',
      selectUrl: 'http://vmselect:8481/select/0',
      isCluster: true,
      credentials: { kind: 'token', token: 't' },
    });
  });

  it.each([
    [{ INFLUX_URL: 'http://a', VICTORIAMETRICS_URL: 'http://b' }, /INFLUX_URL: .* one store/],
    [{ VICTORIAMETRICS_INSERT_URL: 'http://a' }, /VICTORIAMETRICS_SELECT_URL: .* two addresses/],
    [{ VICTORIAMETRICS_SELECT_URL: 'http://a' }, /VICTORIAMETRICS_INSERT_URL: .* two addresses/],
    [
      { VICTORIAMETRICS_URL: 'http://a', VICTORIAMETRICS_INSERT_URL: 'http://b' },
      /VICTORIAMETRICS_URL: .* single server/,
    ],
    [{ VICTORIAMETRICS_URL: 'ftp://a' }, /VICTORIAMETRICS_URL/],
  ])('refuses %j', (environment, sentence) => {
    expect(() => loadConfig(environment)).toThrow(sentence);
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
