import * as agents from '#app/api/v1/agents/route.ts';
import * as alerts from '#app/api/v1/alerts/route.ts';
import * as receivers from '#app/api/v1/receivers/route.ts';
import * as rules from '#app/api/v1/rules/route.ts';
import * as runs from '#app/api/v1/runs/route.ts';
import * as series from '#app/api/v1/series/route.ts';
import * as sites from '#app/api/v1/sites/route.ts';
import { apiHandler } from './api-handler.ts';
import { startServerWithoutPages } from './server-without-pages.ts';

/**
 * A server with its API in a process of its own, so that it can be killed. Settings come from the
 * environment, as those of a real one; lines of its log go to the standard error.
 */
const server = await startServerWithoutPages({
  environment: Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  ),
  pages: apiHandler([agents, alerts, receivers, rules, runs, series, sites]),
  onLog: (line) => void process.stderr.write(`${line}\n`),
});
process.stdout.write(`server: ${server.url}\n`);
process.once('SIGTERM', () => void server.stop());
