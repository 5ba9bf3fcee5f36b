import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import { describeStore } from './store-contract.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'isotherm-duckdb-'));

describeStore('duckdb', {
  open: () => openDuckDbStore({ directory }),
  remove: () => rm(directory, { recursive: true }),
});
