import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { Exchange } from '../clock-offset.ts';
import { describe } from '../log.ts';
import { judgeAnswer, type PushOutcome } from './outcome.ts';

export interface PushRequest {
  /** Line protocol, gzip-compressed. */
  readonly body: Buffer;
  /** `<source>:<sequence>`; a batch sent again has the id it had. */
  readonly batchId: string;
}

export interface Transport {
  send(request: PushRequest, signal: AbortSignal): Promise<PushOutcome>;
  close(): void;
}

export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

export interface HttpTransportOptions {
  /** Base address of the server or of an InfluxDB; /write is added to its path. */
  readonly url: string;
  readonly database: string;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
  readonly wallMs: () => number;
  onExchange(exchange: Exchange): void;
}

const answerLimitBytes = 64 * 1024;

/** Pushes over HTTP with one connection kept open for each lane. */
export class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions;
  readonly #address: URL;
  readonly #agent: http.Agent;
  readonly #target: http.RequestOptions;
  readonly #request: typeof http.request;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#address = writeAddress(options.url, options.database);
    const isSecure = this.#address.protocol === 'https:';
    const settings = { keepAlive: true, maxSockets: 2 };
    this.#agent = isSecure ? new https.Agent(settings) : new http.Agent(settings);
    this.#target = { ...urlToHttpOptions(this.#address), method: 'POST', agent: this.#agent };
    this.#request = isSecure ? https.request : http.request;
  }

  async send(request: PushRequest, signal: AbortSignal): Promise<PushOutcome> {
    const { wallMs } = this.#options;
    const sentMs = wallMs();
    try {
      const answer = await this.#exchange(request, signal);
      const receivedMs = wallMs();
      const serverMs = Date.parse(answer.date ?? '');
      if (!Number.isNaN(serverMs)) this.#options.onExchange({ sentMs, receivedMs, serverMs });
      return judgeAnswer({ ...answer, nowMs: receivedMs });
    } catch (error) {
      return {
        kind: 'retry',
        reason: `push to ${this.#address.origin}: ${describe(error)}`,
        retryAfterMs: null,
      };
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange({ body, batchId }: PushRequest, signal: AbortSignal): Promise<Answer> {
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': body.length,
      'x-isotherm-batch': batchId,
      ...authorization(this.#options.credentials),
    };
    const request = this.#request({ ...this.#target, headers });
    const { timeoutMs } = this.#options;
    return new Promise<Answer>((resolve, reject) => {
      // By hand: Node's own signals and streams cost more than all the rest of an exchange.
      const late = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
      const giveUp = () => fail('the agent ends');
      const end = () => {
        clearTimeout(late);
        signal.removeEventListener('abort', giveUp);
      };
      const fail = (reason: Error | string) => {
        end();
        reject(reason instanceof Error ? reason : new Error(reason));
        request.destroy();
      };
      // Stays for good: destroying a request may be followed by an error.
      request.on('error', fail);
      request.once('response', (response) => {
        readAnswer(response, fail, (answer) => {
          end();
          resolve(answer);
        });
      });
      signal.addEventListener('abort', giveUp);
      request.end(body);
      if (signal.aborted) giveUp();
    });
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
  readonly date: string | undefined;
}

export function writeAddress(base: string, database: string): URL {
  const address = new URL(base);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/write`;
  address.search = new URLSearchParams({ db: database, precision: 'ns' }).toString();
  address.hash = '';
  return address;
}

function authorization(credentials: Credentials): { authorization?: string } {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'token':
      return { authorization: `Token ${credentials.token}` };
    case 'password': {
      const pair = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
      return { authorization: `Basic ${pair}` };
    }
  }
}

/** An answer longer than its limit is cut: it is only read for its error. */
function readAnswer(
  response: http.IncomingMessage,
  fail: (error: Error) => void,
  done: (answer: Answer) => void,
): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (piece: string) => {
    if (body.length < answerLimitBytes) body += piece;
  });
  response.on('error', fail);
  response.once('end', () =>
    done({
      status: response.statusCode ?? 0,
      body: body.slice(0, answerLimitBytes),
      retryAfter: response.headers['retry-after'],
      date: response.headers.date,
    }),
  );
}
