/**
 * Prisma's errors, recognised by code: pages and routes have their own copy of its classes, and
 * the two databases fill in different details.
 */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, 'P2002');
}

export function isForeignKeyViolation(error: unknown): boolean {
  return hasCode(error, 'P2003');
}

export function isMissingRecord(error: unknown): boolean {
  return hasCode(error, 'P2025');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
