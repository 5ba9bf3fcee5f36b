import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Route } from '#lib/api/define-route.ts';
import { operations } from './routes.ts';

const here = import.meta.dirname;
const itself = 'openapi.json';
const folders = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => path.dirname(file))
  .filter((folder) => folder !== itself);

describe('the list of routes', () => {
  it.each(folders)('holds every verb of %s at the path of its folder', async (folder) => {
    const file = path.join(here, folder, 'route.ts');
    const module = (await import(file)) as Readonly<Record<string, Route>>;
    for (const [verb, route] of Object.entries(module)) {
      expect(route.operation.method).toBe(verb);
      expect(route.operation.path).toBe(`/${folder.replaceAll('[', '{').replaceAll(']', '}')}`);
      expect(operations()).toContain(route.operation);
    }
  });

  it('names each operation once', () => {
    const names = operations().map(({ method, path: at }) => `${method} ${at}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
