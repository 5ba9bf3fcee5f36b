import path from 'node:path';
import { build } from 'esbuild';
import type { CDPSession, Page } from 'playwright-core';
import { startBrowser } from '#tests/simulator/browser.ts';
import { quantile } from '../quantile.ts';
import type { DriveOptions, DriveResult } from './page.ts';

/** One way of using a canvas, frame after frame. */
export interface CanvasCost {
  readonly what: string;
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Of scripts on the main thread, a frame: its processor time, which others do not lengthen. */
  readonly workMs: number;
  /** How long our own code took by the clock, a frame. */
  readonly clockMs: { readonly p50: number; readonly p99: number };
  /** Processor time of all tasks of the main thread, the browser's own included, a frame. */
  readonly mainThreadMs: number;
  /** JavaScript heap after less before, both after collecting garbage. */
  readonly heapGrowthBytes: number;
}

export interface HeatmapCost {
  readonly browser: string;
  readonly empty: CanvasCost;
  readonly still: CanvasCost;
  readonly moving: CanvasCost;
  readonly large: CanvasCost;
}

export const heatmapCost = {
  name: 'heatmap',
  about:
    'the map of the racks page recoloured with every frame in Chromium without a graphics card, ' +
    'beside an empty canvas: frames a second, main thread, growth of the heap',
  run: measureHeatmap,
};

export const longRunFrames = 10_000;
const shortRunFrames = 600;
const screen = { width: 1440, height: 852 };

async function measureHeatmap(onProgress: (sentence: string) => void): Promise<HeatmapCost> {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: screen });
    await openBench(page);
    const session = await page.context().newCDPSession(page);
    // Processor time of the thread: what others do on the machine meanwhile is not in it.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const hall = (what: string, options: DriveOptions) => {
      onProgress(`${what}: ${options.frames} frames`);
      return measure(session, what, () => page.evaluate((o) => window.driveHall(o), options));
    };
    const gpus = 10_240;
    const warmUp = { gpus, frames: 120, moves: true };
    await hall('warming up', warmUp);
    const empty = await measure(session, 'empty canvas', () =>
      page.evaluate((frames) => window.driveEmpty(frames), shortRunFrames),
    );
    return {
      browser: browser.version(),
      empty,
      still: await hall('10,240 GPUs', { gpus, frames: longRunFrames, moves: false }),
      moving: await hall('10,240 GPUs, pan and zoom', {
        gpus,
        frames: shortRunFrames,
        moves: true,
      }),
      large: await hall('102,400 GPUs', { gpus: 102_400, frames: shortRunFrames, moves: false }),
    };
  } finally {
    await browser.close();
  }
}

/** Isolated from other origins, so that the browser's clock is fine enough for what is measured. */
async function openBench(page: Page): Promise<void> {
  const script = await bundlePage();
  await page.route('https://bench.localhost/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
      body: html,
    }),
  );
  await page.goto('https://bench.localhost/');
  await page.addScriptTag({ content: script });
}

const html = `<!doctype html><html><style>
  :root { --background: #0b0f14; --border: #222b37; --border-strong: #35414f; --text: #e8edf3;
    --text-muted: #a3b0be; --text-faint: #8291a1; --accent: #6aa5ff; --warning: #f0b03f;
    --critical: #ff6b66; --surface-raised: #1a212b; }
  body { margin: 0; } canvas { position: absolute; inset: 0; width: ${screen.width}px; height: ${screen.height}px; }
</style><body>
<canvas id="cells" width="${screen.width}" height="${screen.height}"></canvas>
<canvas id="frame" width="${screen.width}" height="${screen.height}"></canvas></body></html>`;

async function bundlePage(): Promise<string> {
  const result = await build({
    entryPoints: [path.join(import.meta.dirname, 'page.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error('bundle the heatmap: esbuild wrote nothing');
  return file.text;
}

async function measure(
  session: CDPSession,
  what: string,
  run: () => Promise<DriveResult>,
): Promise<CanvasCost> {
  const heapBefore = await heapBytes(session);
  const before = await readSeconds(session);
  const { frames, seconds, workMs } = await run();
  const after = await readSeconds(session);
  return {
    what,
    frames,
    framesPerSecond: frames / seconds,
    workMs: ((after.script - before.script) * 1000) / frames,
    clockMs: { p50: quantile(workMs, 0.5), p99: quantile(workMs, 0.99) },
    mainThreadMs: ((after.task - before.task) * 1000) / frames,
    heapGrowthBytes: (await heapBytes(session)) - heapBefore,
  };
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

async function readSeconds(session: CDPSession): Promise<{ script: number; task: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { script: read('ScriptDuration'), task: read('TaskDuration') };
}
