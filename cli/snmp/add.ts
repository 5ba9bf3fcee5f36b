import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { ConfigError, environment } from '#lib/config/config.ts';
import { deviceInputSchema, type DeviceInput } from '#lib/model/polled-device.ts';
import { targetOf, withTarget, type TargetOptions } from './target.ts';

interface AddOptions extends TargetOptions {
  readonly name: string;
  readonly server?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly polledBy: string;
  readonly interval: number;
  readonly profile?: string;
  readonly feed?: string;
  readonly test: boolean;
}

const answerWithinMs = 70_000;

export function addCommand(): Command {
  return withTarget(new Command('add'))
    .description('Put a device on the server’s list of those that an agent polls')
    .requiredOption('--name <name>', 'name it goes by from now on')
    .option('--polled-by <host>', 'host whose agent polls it; default this machine', hostname())
    .option('--server <url>', 'address of the server; default ISOTHERM_SERVER_URL')
    .option('--token <token>', 'token that may operate; default ISOTHERM_TOKEN')
    .option('--token-file <path>', 'file that holds the token')
    .option('--interval <seconds>', 'time between two polls', parseSeconds, 30)
    .option('--profile <name>', 'read it as this instead of asking what it is')
    .option('--feed <name>', 'power feed it belongs to, such as A')
    .option('--no-test', 'add it without letting the agent read it first')
    .action(add);
}

async function add(options: AddOptions): Promise<void> {
  const device = deviceOf(options);
  const server = serverOf(options);
  if (options.test) await test(server, device);
  const added = await ask(server, '/api/v1/devices', device, addedSchema);
  process.stdout.write(`added ${added.name}: polled by ${device.polledBy}, id ${added.id}\n`);
}

const addedSchema = z.object({ id: z.string(), name: z.string() });
const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), problem: z.string() }),
  z.object({
    kind: z.literal('recognised'),
    device: z.object({
      profile: z.string(),
      vendor: z.string().nullable(),
      model: z.string().nullable(),
      sensorKinds: z.array(z.object({ kind: z.string(), count: z.number() })),
      interfaceCount: z.number(),
      problems: z.array(z.string()),
    }),
  }),
]);

async function test(server: Server, device: DeviceInput): Promise<void> {
  const { address, port, profile, credentials, polledBy } = device;
  const question = { address, port, profile, credentials, polledBy };
  const outcome = await ask(server, '/api/v1/devices/test', question, outcomeSchema);
  if (outcome.kind === 'failed') {
    throw new Error(`add ${device.name}: ${outcome.problem} (--no-test adds it all the same)`);
  }
  const { profile: found, vendor, model, sensorKinds, interfaceCount, problems } = outcome.device;
  const sensors = sensorKinds.reduce((sum, { count }) => sum + count, 0);
  const name = [vendor, model].filter((part) => part !== null).join(' ') || 'unknown device';
  process.stdout.write(
    `${name}, profile ${found}: ${sensors} sensors, ${interfaceCount} interfaces\n`,
  );
  for (const problem of problems) process.stderr.write(`isotherm: ${problem}\n`);
}

function deviceOf(options: AddOptions): DeviceInput {
  const { address, port, credentials } = targetOf(options);
  const parsed = deviceInputSchema.safeParse({
    ...{ name: options.name, polledBy: options.polledBy, intervalSeconds: options.interval },
    ...{ address, port, credentials },
    profile: options.profile ?? null,
    feed: options.feed ?? null,
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError(`add ${options.name}: ${problems.join('; ')}`);
}

interface Server {
  readonly url: string;
  readonly token: string;
}

function serverOf({ server, token, tokenFile }: AddOptions): Server {
  const url = server ?? environment()['ISOTHERM_SERVER_URL'];
  const secret = token ?? readToken(tokenFile) ?? tokenOfEnvironment();
  if (url === undefined || !URL.canParse(url)) {
    throw new ConfigError('add device: say which server (--server or ISOTHERM_SERVER_URL)');
  }
  if (secret === undefined) {
    throw new ConfigError('add device: give a token (--token, --token-file or ISOTHERM_TOKEN)');
  }
  return { url: url.replace(/\/+$/, ''), token: secret };
}

/** An empty variable counts as unset, as everywhere. */
function tokenOfEnvironment(): string | undefined {
  return environment()['ISOTHERM_TOKEN'] || undefined;
}

function readToken(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ConfigError(`read ${file}: it cannot be read`, { cause });
  }
}

/** @throws Error with the server's own sentence when it refuses */
async function ask<Schema extends z.ZodType>(
  { url, token }: Server,
  path: string,
  body: unknown,
  schema: Schema,
): Promise<z.output<Schema>> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerWithinMs),
  }).catch((cause: unknown) => {
    throw new Error(`ask ${url}: ${reasonOf(cause)}`, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return schema.parse(answer);
  const refusal = z.object({ error: z.string() }).safeParse(answer);
  throw new Error(refusal.success ? refusal.data.error : `ask ${url}: status ${response.status}`);
}

/** What fetch says of itself is only that it failed. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 5 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('It is a whole number of seconds from 5 to 3600.');
}
