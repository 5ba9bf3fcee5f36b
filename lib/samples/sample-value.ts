import { z } from 'zod';

/** Value of a field as the API gives it. */
export const sampleValueSchema = z
  .union([z.number(), z.bigint(), z.string(), z.boolean()])
  .nullable();
