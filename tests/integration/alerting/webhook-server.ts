import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookSchema, type WebhookBody } from './webhook-schema.ts';

export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: WebhookBody;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A receiver that holds every body against the format and answers as it is told. */
export interface WebhookServer {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** Bodies that were not in the format, with the reason. */
  readonly faults: readonly string[];
  /** Answers of the next calls in order; then 200. */
  answerNext(...answers: Answer[]): void;
  /** Resolves once there have been this many calls. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startWebhookServer(): Promise<WebhookServer> {
  const calls: ReceivedCall[] = [];
  const faults: string[] = [];
  const answers: Answer[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const parsed = webhookSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      if (parsed.success) {
        calls.push({ path: request.url ?? '', headers: request.headers, body: parsed.data });
      } else faults.push(parsed.error.message);
      const { status, headers } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end('do not show this');
      for (const { count, resolve } of waiting) if (calls.length >= count) resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook?secret=s3cret`,
    calls,
    faults,
    answerNext: (...next) => void answers.push(...next),
    received: (count) =>
      calls.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
