// Worker threads do not inherit the TypeScript loader, so each starts here and registers its own.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
