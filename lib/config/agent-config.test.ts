import { describe, expect, it } from 'vitest';
import { loadAgentConfig, type AgentConfigSources } from './agent-config.ts';
import { readerEnvironment, trainingEnvironment } from './child-environment.ts';

function load(file: unknown = {}, more: Partial<AgentConfigSources> = {}) {
  return loadAgentConfig({
    file: { name: 'agent.json', text: typeof file === 'string' ? file : JSON.stringify(file) },
    environment: {},
    server: undefined,
    readSecret: (path) => {
      if (path === '/run/token') return 'from-file\n';
      throw new Error(`ENOENT: no such file, open '${path}'`);
    },
    checkCollectors: (sections) => Object.keys(sections).filter((name) => name === 'wrong'),
    ...more,
  });
}

describe('loadAgentConfig', () => {
  it('needs nothing', () => {
    expect(load()).toMatchObject({
      servers: [],
      push: null,
      rootfs: '/',
      dataDirectory: './data',
      spoolMaxBytes: 268_435_456,
      training: { devices: [] },
    });
  });

  it('takes the argument over the environment over the file', () => {
    const file = { server: 'http://file:1', host: 'file', rootfs: '/file' };
    const environment = { ISOTHERM_SERVER_URL: 'http://environment:1', ISOTHERM_AGENT_HOST: 'env' };
    expect(load(file, { environment, server: 'http://argument:1' })).toMatchObject({
      servers: ['http://argument:1'],
      push: { urls: ['http://argument:1'] },
      host: 'env',
      rootfs: '/file',
    });
    expect(load(file, { environment }).servers).toEqual(['http://environment:1']);
    expect(load(file).servers).toEqual(['http://file:1']);
  });

  it('opens nothing for Prometheus unless it is told where', () => {
    expect(load().prometheus).toBeNull();
    const file = { prometheus: { listen: '127.0.0.1:9400' } };
    expect(load(file).prometheus).toEqual({ host: '127.0.0.1', port: 9400 });
    const environment = { ISOTHERM_PROMETHEUS_LISTEN: '[::1]:9401' };
    expect(load(file, { environment }).prometheus).toEqual({ host: '::1', port: 9401 });
    const argument = { environment, prometheus: 'localhost:0' };
    expect(load(file, argument).prometheus).toEqual({ host: 'localhost', port: 0 });
  });

  it.each([':9400', '9400', '127.0.0.1', '127.0.0.1:65536', '::1:9400', 'http://a:9400', ''])(
    'refuses "%s" as an address for Prometheus',
    (listen) => {
      const read = () => load({ prometheus: { listen, open: true } }, { prometheus: listen });
      expect(read).toThrow(/--prometheus: must be host:port/);
      expect(read).toThrow(/prometheus\.listen: must be host:port/);
      expect(read).toThrow(/prometheus: Unrecognized key: "open"/);
    },
  );

  it('reads the token from its file', () => {
    expect(load({ server: 'http://s', tokenFile: '/run/token' }).push?.credentials).toEqual({
      kind: 'token',
      token: 'from-file',
    });
  });

  it('pushes to an InfluxDB under its own credentials and keeps the server for control', () => {
    const influx = { url: 'http://influx:8086', user: 'u', password: 'p' };
    expect(load({ server: 'http://s', token: 'server-token', influx })).toMatchObject({
      servers: ['http://s'],
      token: 'server-token',
      push: {
        urls: ['http://influx:8086'],
        database: 'isotherm',
        credentials: { kind: 'password', user: 'u', password: 'p' },
      },
    });
    expect(load({ influx: { url: 'http://influx' } })).toMatchObject({
      servers: [],
      push: { credentials: { kind: 'none' } },
    });
  });

  it('takes an empty list of training devices for none, whatever the file says', () => {
    const file = { training: { devices: ['cpu'] } };
    const devices = (list: string) =>
      load(file, { environment: { ISOTHERM_ALLOW_TRAINING: list } }).training.devices;
    expect(load(file).training.devices).toEqual(['cpu']);
    expect(devices('')).toEqual([]);
    expect(devices(' cpu , GPU-1 ')).toEqual(['cpu', 'GPU-1']);
  });

  it('names every problem at once and repeats no secret', () => {
    const read = () =>
      load(
        {
          token: 'top-secret',
          tokenFile: '/nowhere',
          influx: { url: 'influx:8086', token: 1, user: 'u' },
          collectors: { wrong: {} },
          spool: {},
        },
        { environment: { ISOTHERM_SERVER_URL: 'here', ISOTHERM_ALLOW_TRAINING: '0' } },
      );
    expect(read).toThrow(
      /wrong.*influx\.url.*influx\.token.*spool.*ISOTHERM_SERVER_URL.*ISOTHERM_ALLOW_TRAINING/s,
    );
    expect(read).not.toThrow(/top-secret/);
    expect(() => load({ token: 'a', tokenFile: '/run/token' })).toThrow(/token: give it or/);
    expect(() => load({ tokenFile: '/nowhere' })).toThrow(/tokenFile: ENOENT/);
    expect(() => load('{')).toThrow('agent.json: is not JSON');
  });
});

describe('trainingEnvironment', () => {
  it('hands on what a run needs and no secret', () => {
    expect(
      trainingEnvironment({
        PATH: '/bin',
        CUDA_VISIBLE_DEVICES: '0',
        ISOTHERM_AGENT_TOKEN: 'secret',
        DATABASE_URL: 'secret',
        MY_PASSWORD: 'secret',
      }),
    ).toEqual({ PATH: '/bin', CUDA_VISIBLE_DEVICES: '0' });
  });
});

describe('readerEnvironment', () => {
  it('hands on where libraries are, the scenario of a simulated one, and no secret', () => {
    const kept = {
      LD_LIBRARY_PATH: '/lib',
      FAKE_NVML_SCENARIO: '/s.txt',
      NVIDIA_VISIBLE_DEVICES: 'all',
    };
    expect(
      readerEnvironment({ ...kept, ISOTHERM_AGENT_TOKEN: 'secret', INFLUX_TOKEN: 's' }),
    ).toEqual(kept);
  });
});

describe('ISOTHERM_NVML_LIBRARY', () => {
  const environment = { ISOTHERM_NVML_LIBRARY: '/opt/libnvidia-ml.so.1' };

  it('wins over the collector’s own section and keeps the rest of it', () => {
    const file = { collectors: { nvml: { library: '/other', processes: true } } };
    expect(load(file, { environment }).collectors).toEqual({
      nvml: { library: '/opt/libnvidia-ml.so.1', processes: true },
    });
    expect(load({}, { environment }).collectors).toEqual({
      nvml: { library: '/opt/libnvidia-ml.so.1' },
    });
  });

  it('does not turn on what is turned off', () => {
    const file = { collectors: { nvml: false } };
    expect(load(file, { environment }).collectors).toEqual({ nvml: false });
  });

  it('is an absolute path', () => {
    expect(() => load({}, { environment: { ISOTHERM_NVML_LIBRARY: 'lib.so' } })).toThrow(
      /ISOTHERM_NVML_LIBRARY: must be an absolute path/,
    );
  });
});
