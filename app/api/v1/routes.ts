import type { Operation, Route } from '#lib/api/define-route.ts';

/** Every route file of the API but the reference itself, in the order of the reference. */
const routeFiles: readonly Readonly<Record<string, Route>>[] = [];

export function operations(): Operation[] {
  return routeFiles.flatMap((file) => Object.values(file).map((route) => route.operation));
}
