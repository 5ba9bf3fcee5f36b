import { expect, it } from 'vitest';
import { createClosers } from './closers.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('closes in the opposite order, past parts that fail or hang, and only once', async () => {
  const closed: string[] = [];
  const closers = createClosers(quiet);
  closers.add('first', () => {
    closed.push('first');
    return Promise.resolve();
  });
  closers.add('failing', () => Promise.reject(new Error('disk is full')));
  closers.add('hanging', () => new Promise(() => undefined));
  closers.add('last', () => {
    closed.push('last');
    return Promise.resolve();
  });
  await closers.closeAll(10);
  await closers.closeAll(10);
  expect(closed).toEqual(['last', 'first']);
});
