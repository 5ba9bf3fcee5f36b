import { z } from 'zod';

/** One line of the audit log. */
export const auditEntrySchema = z.object({
  id: z.string(),
  atMs: z.number(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  /** Thing and verb: `rack.create`. */
  action: z.string(),
  subject: z.string(),
  detail: z.unknown(),
});
export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>;
