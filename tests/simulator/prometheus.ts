import { spawn, spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { captureOutput, freePort, stopProcess, temporaryDirectory } from './process.ts';

export interface PrometheusServer {
  /** What an instant query answers now. @throws Error with what Prometheus says of a bad one */
  query(expression: string): Promise<readonly QueryResult[]>;
  /** Every value that a label has in the series that match. */
  labelValues(label: string, match: string): Promise<readonly string[]>;
  targets(): Promise<readonly ScrapeTarget[]>;
  /** What the page said of a metric: its type and help. */
  metadata(metric: string): Promise<readonly { readonly type: string; readonly help: string }[]>;
  stop(): Promise<void>;
}

export interface QueryResult {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ScrapeTarget {
  readonly job: string;
  readonly health: string;
  readonly lastError: string;
}

export interface ScrapeJob {
  readonly name: string;
  /** Address of the page, query included. */
  readonly url: string;
  readonly token?: string;
}

/** Starts a Prometheus of our own on a free port of 127.0.0.1 that scrapes once a second. */
export async function startPrometheus(jobs: readonly ScrapeJob[]): Promise<PrometheusServer> {
  const folder = temporaryDirectory('isotherm-prometheus-');
  const port = await freePort();
  const config = path.join(folder, 'prometheus.yml');
  // YAML is a superset of JSON.
  await writeFile(config, JSON.stringify(configuration(jobs)));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = captureOutput(child);
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/-/ready`).catch(() => null))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`start prometheus: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    ...questions(url),
    stop: async () => {
      await stopProcess(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What `promtool check metrics` says of a page, each remark once. */
export function checkMetrics(page: string): {
  readonly status: number | null;
  readonly remarks: readonly string[];
} {
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: page,
    encoding: 'utf8',
  });
  if (error) throw new Error('run promtool: it is not installed', { cause: error });
  const remarks = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  return { status, remarks: [...new Set(remarks)] };
}

function configuration(jobs: readonly ScrapeJob[]) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    scrape_configs: jobs.map(({ name, url, token }) => {
      const { host, pathname, searchParams } = new URL(url);
      const parameters = [...new Set(searchParams.keys())];
      return {
        job_name: name,
        metrics_path: pathname,
        params: Object.fromEntries(parameters.map((key) => [key, searchParams.getAll(key)])),
        static_configs: [{ targets: [host] }],
        ...(token !== undefined && { authorization: { credentials: token } }),
      };
    }),
  };
}

function questions(url: string): Omit<PrometheusServer, 'stop'> {
  const ask = async <T>(where: string, parameters: Readonly<Record<string, string>>) => {
    const response = await fetch(`${url}/api/v1/${where}?${new URLSearchParams(parameters)}`);
    // The shapes are those of Prometheus' HTTP API, which is stable.
    const answer = (await response.json()) as { status: string; data: T; error?: string };
    if (answer.status !== 'success') throw new Error(`${where}: ${answer.error ?? 'failed'}`);
    return answer.data;
  };
  return {
    async query(expression) {
      type Answer = { result: { metric: Record<string, string>; value: [number, string] }[] };
      const { result } = await ask<Answer>('query', { query: expression });
      return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    labelValues: (label, match) => ask<string[]>(`label/${label}/values`, { 'match[]': match }),
    async targets() {
      type Answer = {
        activeTargets: { labels: { job: string }; health: string; lastError: string }[];
      };
      const { activeTargets } = await ask<Answer>('targets', { state: 'active' });
      return activeTargets.map(({ labels, health, lastError }) => ({
        job: labels.job,
        health,
        lastError,
      }));
    },
    async metadata(metric) {
      type Answer = Record<string, { type: string; help: string }[]>;
      return (await ask<Answer>('metadata', { metric }))[metric] ?? [];
    },
  };
}
