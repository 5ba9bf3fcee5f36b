import { describe, expect, it } from 'vitest';
import { pause, Stopped, untilStopped } from './stop-signal.ts';

describe('untilStopped', () => {
  it('lets a task that is told to end put in order what it has begun', async () => {
    const exitCode = process.exitCode;
    let isInOrder = false;
    const task = untilStopped(async (signal) => {
      try {
        await pause(60_000, signal);
      } finally {
        isInOrder = true;
      }
    });
    process.emit('SIGTERM', 'SIGTERM');
    await expect(task).rejects.toThrow(new Stopped('ended by SIGTERM: nothing was measured'));
    expect(isInOrder).toBe(true);
    expect(process.exitCode).toBe(143);
    process.exitCode = exitCode;
  });

  it('leaves signals alone afterwards', async () => {
    const before = process.listenerCount('SIGTERM');
    expect(await untilStopped((signal) => pause(1, signal).then(() => 'done'))).toBe('done');
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});

describe('pause', () => {
  it('does not begin once it is too late', async () => {
    const signal = AbortSignal.abort(new Stopped('late'));
    await expect(pause(60_000, signal)).rejects.toThrow('late');
  });
});
