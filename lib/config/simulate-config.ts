import { z } from 'zod';
import { address } from './agent-schema.ts';
import { ConfigError } from './config.ts';

const token = z.string().min(1).max(4096).optional();

const environmentSchema = z.object({
  ISOTHERM_SERVER_URL: address.optional(),
  ISOTHERM_AGENT_TOKEN: token,
  ISOTHERM_ADMIN_TOKEN: token,
});

/** Where a simulated hall is pushed to. */
export interface SimulateConfig {
  readonly server: string;
  /** Writes samples. */
  readonly token: string | null;
  /** Puts racks and hosts into the inventory; without it the hints of the samples must do. */
  readonly adminToken: string | null;
}

const defaultServer = 'http://127.0.0.1:3000';

/**
 * @param server from the command line; it wins over the environment
 * @throws ConfigError naming every problem
 */
export function loadSimulateConfig(
  environment: Readonly<Record<string, string | undefined>>,
  server: string | undefined,
): SimulateConfig {
  const present = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = environmentSchema.safeParse(Object.fromEntries(present));
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
  if (server !== undefined && !address.safeParse(server).success) {
    problems.push('--server: must be an http or https address');
  }
  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError(`configure the simulation: ${problems.join('; ')}`);
  }
  return {
    server: server ?? parsed.data.ISOTHERM_SERVER_URL ?? defaultServer,
    token: parsed.data.ISOTHERM_AGENT_TOKEN ?? null,
    adminToken: parsed.data.ISOTHERM_ADMIN_TOKEN ?? null,
  };
}
