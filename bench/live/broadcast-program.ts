// A bare broadcast with `ws`: one frame of so many bytes a second to everyone, made once.
// Arguments: entities and fields of the frame. It says its port.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { encodeFrame } from '#lib/wire/live-frame.ts';

const [entities = 0, fields = 0] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
let seq = 0;

setInterval(() => {
  seq += 1;
  const timeMs = Date.now();
  const bytes = encodeFrame({
    id: 'bench',
    layout: 1,
    seq,
    timeMs,
    sampleTimesMs: new Float64Array(entities).fill(timeMs),
    columns: Array.from({ length: fields }, () => new Float32Array(entities)),
  });
  for (const client of server.clients) client.send(bytes);
}, 1000);
server.once('listening', () => {
  // A listening TCP server always has an address of this shape.
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.once('disconnect', () => process.exit(0));
