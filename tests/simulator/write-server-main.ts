import { startWriteServer } from './write-server.ts';

// A write endpoint in a process of its own, so that its memory can be measured.
const server = await startWriteServer();
process.stdout.write(`write server: ${server.url}\n`);
process.once('SIGTERM', () => void server.close());
