import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '#tests/simulator/process.ts';

const read = (name: string) => readFileSync(path.join(repositoryRoot, name), 'utf8');

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.strictObject({ context: z.literal('.'), target: z.string() }).optional(),
  user: z.string(),
  init: z.literal(true),
  read_only: z.literal(true),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  networks: z.array(z.string()).optional(),
  network_mode: z.string().optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  healthcheck: z.strictObject({
    test: z.array(z.string()).min(2),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
    retries: z.number(),
  }),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).optional(),
});

const composition = z
  .looseObject({
    services: z.record(z.string(), serviceSchema),
    networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
    volumes: z.record(z.string(), z.strictObject({})),
  })
  .parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(composition.services);

describe('docker-compose.yml', () => {
  it('runs the server, both databases and an agent', () => {
    expect(Object.keys(composition.services).sort()).toEqual([
      'agent',
      'influxdb',
      'postgres',
      'server',
    ]);
  });

  it.each(services)('pins the image of %s to a full version', (_, { image }) => {
    expect(image).toMatch(/^[a-z-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it.each(services)('confines %s: not root, no capabilities, nothing to write', (_, service) => {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    const writable = service.volumes.filter((volume) => !volume.endsWith(':ro'));
    for (const volume of writable) {
      expect(Object.keys(composition.volumes)).toContain(volume.split(':')[0]);
    }
  });

  it('has no secret of its own: each comes from the environment, or compose refuses', () => {
    const secret = /PASSWORD|TOKEN|DATABASE_URL/;
    const found = services.flatMap(([, { environment }]) =>
      Object.entries(environment).filter(([name]) => secret.test(name)),
    );
    expect(found.length).toBeGreaterThanOrEqual(6);
    for (const [name, value] of found)
      expect(value, name).toMatch(/\$\{ISOTHERM_[A-Z_]+:\?[^}]+\}/);
  });

  it('publishes the server alone, on the loopback address', () => {
    expect(composition.services['server']?.ports).toEqual(['127.0.0.1:3000:3000']);
    for (const [name, { ports }] of services) if (name !== 'server') expect(ports).toBeUndefined();
  });

  it('keeps the databases on an internal network', () => {
    expect(composition.networks['database']).toEqual({ internal: true });
    for (const name of ['influxdb', 'postgres']) {
      expect(composition.services[name]?.networks).toEqual(['database']);
    }
  });

  it('waits for what a service needs to be healthy', () => {
    for (const [, { depends_on }] of services) {
      for (const [name, { condition }] of Object.entries(depends_on ?? {})) {
        expect(composition.services[name]?.healthcheck).toBeDefined();
        expect(condition).toBe('service_healthy');
      }
    }
    expect(Object.keys(composition.services['server']?.depends_on ?? {})).toHaveLength(2);
  });

  it("gives the agent the host's /proc and /sys to read, on the host's network", () => {
    const agent = composition.services['agent'];
    expect(agent?.network_mode).toBe('host');
    expect(agent?.environment['ISOTHERM_ROOTFS']).toBe('/host');
    expect(agent?.volumes).toEqual([
      'agent-data:/data',
      '/proc:/host/proc:ro',
      '/sys:/host/sys:ro',
    ]);
  });
});

describe('docker-compose.several.yml', () => {
  const several = z
    .looseObject({ services: z.record(z.string(), z.looseObject({})) })
    .parse(parse(read('docker-compose.several.yml'), { merge: true })).services;
  const added = ['server-2', 'nats'].map((name) => serviceSchema.parse(several[name]));

  it('adds a server and NATS, as confined as the others', () => {
    expect(Object.keys(several).sort()).toEqual(['agent', 'nats', 'server', 'server-2']);
    for (const { user, image, cap_drop, security_opt } of added) {
      expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(image).toMatch(/^[a-z-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
      expect([cap_drop, security_opt]).toEqual([['ALL'], ['no-new-privileges:true']]);
    }
    expect(added.map(({ ports }) => ports)).toEqual([['127.0.0.1:3001:3000'], undefined]);
    expect(added[1]?.networks).toEqual(['database']);
  });

  it('gives the second server what the first has, and both the same secrets', () => {
    const first = composition.services['server']?.environment ?? {};
    const shared = z.record(z.string(), z.string()).parse(several['server']?.['environment']);
    expect(added[0]?.environment).toEqual({ ...first, ...shared });
    for (const value of Object.values(shared)) {
      expect(value).toMatch(/\$\{ISOTHERM_[A-Z_]+:\?[^}]+\}/);
    }
  });

  it('asks for no secret that docs/deployment.md does not make', () => {
    const text = read('docs/deployment.md');
    for (const [, name] of read('docker-compose.several.yml').matchAll(/\$\{(\w+):\?/g)) {
      expect(text).toContain(`${name ?? ''}=`);
    }
    expect(text).toContain(added[1]?.image);
  });
});

describe('Dockerfile', () => {
  const stages = read('Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const stage = (name: string) => {
    const found = stages.find((text) => text.split('\n')[0]?.endsWith(` AS ${name}`));
    if (found === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
    return found;
  };

  it('starts from one pinned image', () => {
    const images = stages.map((text) => text.split(' ')[0]);
    const outside = new Set(images.filter((image) => image !== 'base'));
    expect([...outside]).toEqual([expect.stringMatching(/^node:20\.\d+\.\d+-bookworm-slim$/)]);
  });

  it('ends as an ordinary user, who owns nothing but the data', () => {
    expect(stage('base')).toMatch(/^USER 10001:10001$/m);
    expect(stage('base')).not.toMatch(/--chown/);
    for (const name of ['agent', 'server']) expect(stage(name)).not.toMatch(/^USER/m);
  });

  it.each(['agent', 'server'])('builds what compose starts as %s', (name) => {
    const service = composition.services[name];
    expect(service?.build?.target).toBe(name);
    expect(service?.user).toBe('10001:10001');
    expect(stage(name)).toMatch(/^HEALTHCHECK /m);
    const { interval, timeout, start_period } = service?.healthcheck ?? {};
    expect(stage(name)).toContain(`--interval=${interval ?? ''} --timeout=${timeout ?? ''} `);
    expect(stage(name)).toContain(`--start-period=${start_period ?? ''} `);
    const command = service?.healthcheck.test.at(-1) ?? '';
    expect(stage(name)).toContain(command);
  });
});

describe('docs/deployment.md', () => {
  it('names the images and every secret that compose asks for', () => {
    const text = read('docs/deployment.md');
    const asked = read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g);
    for (const [, name] of asked) expect(text).toContain(`${name ?? ''}=`);
    for (const [, { image, build }] of services) if (!build) expect(text).toContain(image);
  });
});
