import type { z } from 'zod';

export function encodeJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** @throws Error when it is not JSON of that form */
export function decodeJson<Output>(schema: z.ZodType<Output>, data: Uint8Array): Output {
  return schema.parse(JSON.parse(Buffer.from(data).toString('utf8')));
}
