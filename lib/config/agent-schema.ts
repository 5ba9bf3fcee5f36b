import { z } from 'zod';
import { deviceSchema, workloads, workloadSchema } from '#lib/model/run.ts';
import { listenAddress } from './listen-address.ts';

export const address = z.url({ protocol: /^https?$/ });
/** Several servers with commas between them. */
export const addresses = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(address).min(1).max(16));
const secret = z.string().min(1).max(4096);
const filePath = z.string().min(1).max(4096);

/** The agent's configuration file. What is not here is a mistake, and every mistake is named. */
export const fileSchema = z.strictObject({
  /** Isotherm servers: one of them takes the samples, one holds the control channel. */
  server: z.union([addresses, z.array(address).min(1).max(16)]).optional(),
  token: secret.optional(),
  /** A file that holds the token: on many systems better kept than a configuration. */
  tokenFile: filePath.optional(),
  /** Sends samples straight to an InfluxDB instead. */
  influx: z
    .strictObject({
      url: address,
      database: z.string().min(1).max(255).default('isotherm'),
      token: secret.optional(),
      tokenFile: filePath.optional(),
      user: z.string().min(1).max(255).optional(),
      password: secret.optional(),
      passwordFile: filePath.optional(),
    })
    .optional(),
  /** Name to report under; default: the machine's own. */
  host: z.string().min(1).max(255).optional(),
  dataDirectory: filePath.optional(),
  rootfs: filePath.optional(),
  spoolMaxBytes: z
    .number()
    .int()
    .min(1024 * 1024)
    .max(2 ** 40)
    .default(256 * 1024 * 1024),
  /** Per collector: false turns it off, an object sets it up. Absent: it runs as it comes. */
  collectors: z.record(z.string(), z.union([z.literal(false), z.looseObject({})])).default({}),
  /** Newest values for Prometheus on an address of this machine; absent: nothing is opened. */
  prometheus: z.strictObject({ listen: listenAddress }).optional(),
  training: z
    .strictObject({
      devices: z.array(deviceSchema).max(100).default([]),
      workloads: z
        .array(workloadSchema)
        .max(100)
        .default([...workloads]),
    })
    .default({ devices: [], workloads: [...workloads] }),
});

export const environmentSchema = z.object({
  ISOTHERM_SERVER_URL: addresses.optional(),
  ISOTHERM_AGENT_TOKEN: secret.optional(),
  ISOTHERM_AGENT_HOST: z.string().min(1).max(255).optional(),
  ISOTHERM_DATA_DIR: filePath.optional(),
  ISOTHERM_ROOTFS: filePath.optional(),
  /** Path of libnvidia-ml.so.1, when it is not where the driver usually puts it. */
  ISOTHERM_NVML_LIBRARY: z.string().startsWith('/', 'must be an absolute path').optional(),
  /** Devices on which the server may start training runs, such as `cpu,GPU-…`; empty: none. */
  ISOTHERM_ALLOW_TRAINING: z
    .string()
    .transform((list) => list.split(',').map((device) => device.trim()))
    .transform((devices) => devices.filter((device) => device !== ''))
    .pipe(z.array(deviceSchema).max(100))
    .optional(),
  ISOTHERM_PROMETHEUS_LISTEN: listenAddress.optional(),
  ISOTHERM_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type AgentFile = z.output<typeof fileSchema>;
export type AgentEnvironment = z.output<typeof environmentSchema>;
