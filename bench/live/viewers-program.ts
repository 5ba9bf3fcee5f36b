// Plays browsers that watch, in a process of its own; the first argument is a ViewersOrder as JSON.
// It says 'connected' once all of them are; any message then asks for a report.
import { WebSocket } from 'ws';
import { liveProtocol } from '#lib/wire/live-protocol.ts';
import { Latencies } from './latencies.ts';
import { NewSamples, seqOf } from './new-samples.ts';
import type { ViewersOrder, ViewersReport } from './viewers.ts';

const order = JSON.parse(process.argv[2] ?? '') as ViewersOrder;
const samples = new NewSamples();
const newest = new Map<WebSocket, number>();
let tally = { frames: 0, bytes: 0, latencies: new Latencies() };

function watch(): Promise<WebSocket> {
  const socket = new WebSocket(order.url, liveProtocol, {
    headers: { Authorization: `Bearer ${order.token}` },
    perMessageDeflate: false,
  });
  socket.on('message', (data: Buffer, isBinary) => {
    tally.bytes += data.length;
    if (isBinary) take(socket, data);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      const { question } = order;
      if (question) socket.send(JSON.stringify({ type: 'subscribe', id: 'bench', ...question }));
      resolve(socket);
    });
  });
}

function take(socket: WebSocket, bytes: Buffer): void {
  const nowMs = Date.now();
  const seq = seqOf(bytes);
  const before = newest.get(socket);
  newest.set(socket, seq);
  tally.frames += 1;
  const pushedMs = samples.read(seq, bytes);
  // The first frame of a viewer shows what was there before it came.
  if (before === undefined) return;
  for (const pushed of pushedMs) tally.latencies.add(nowMs - pushed);
}

for (let done = 0; done < order.viewers; done += 50) {
  const some = Math.min(50, order.viewers - done);
  await Promise.all(Array.from({ length: some }, watch));
}
process.on('message', () => {
  const { frames, bytes, latencies } = tally;
  const report: ViewersReport = {
    connected: newest.size,
    frames,
    bytes,
    samples: latencies.total,
    p50Ms: latencies.quantile(0.5),
    p99Ms: latencies.quantile(0.99),
    behind: [...newest.values()].filter((seq) => seq < samples.newestSeq).length,
  };
  tally = { frames: 0, bytes: 0, latencies: new Latencies() };
  process.send?.(report);
});
process.once('disconnect', () => process.exit(0));
process.send?.('connected');
