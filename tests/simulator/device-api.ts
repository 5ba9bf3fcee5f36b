import * as device from '#app/api/v1/devices/[id]/route.ts';
import * as deviceTest from '#app/api/v1/devices/[id]/test/route.ts';
import * as devices from '#app/api/v1/devices/route.ts';
import * as sweep from '#app/api/v1/devices/sweeps/[id]/route.ts';
import * as sweeps from '#app/api/v1/devices/sweeps/route.ts';
import * as newDeviceTest from '#app/api/v1/devices/test/route.ts';
import * as audit from '#app/api/v1/audit/route.ts';
import { apiHandler } from './api-handler.ts';
import { testTokens } from './isotherm.ts';

/** Routes about polled devices, and the audit log. */
export const deviceApi = apiHandler([
  ...[devices, device, deviceTest, newDeviceTest, sweeps, sweep],
  audit,
]);

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; null where there is none. */
  readonly body: unknown;
}

/** Asks the API below /api/v1, as the administrator unless another token is given. */
export async function askApi(
  server: { readonly url: string },
  method: string,
  path: string,
  body?: unknown,
  token: string = testTokens.admin,
): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text === '' ? null : JSON.parse(text) };
}
