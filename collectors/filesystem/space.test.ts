import { describe, expect, it } from 'vitest';
import { askRemoteSpace, parseSpace, readLocalSpace } from './space.ts';

describe('askRemoteSpace', () => {
  it('answers as the kernel does', async () => {
    const local = readLocalSpace('/');
    const { answer } = askRemoteSpace('/', new AbortController().signal);
    const remote = await answer;
    expect(remote?.size).toBe(local.size);
    expect(remote?.inodes).toBe(local.inodes);
  });

  it('gives up in time on a file system that does not answer, and lets go of it', async () => {
    const abort = new AbortController();
    const hangs = ['sh', '-c', 'exec sleep 600'] as const;
    const { answer, ended } = askRemoteSpace('/', abort.signal, hangs);
    abort.abort();
    expect(await answer).toBeNull();
    await ended;
  });

  it('tells a file system that refuses from one that is silent', async () => {
    const { answer } = askRemoteSpace('/no such place', new AbortController().signal);
    await expect(answer).rejects.toThrow('statfs /no such place: exit code 1');
  });

  it('tells when there is no program to ask with', async () => {
    const missing = ['isotherm-no-such-program'] as const;
    const { answer, ended } = askRemoteSpace('/', new AbortController().signal, missing);
    await expect(answer).rejects.toThrow('ENOENT');
    await ended;
  });
});

describe('parseSpace', () => {
  it('keeps sizes whole beyond 2^53', () => {
    expect(parseSpace('4096 9007199254740993 1 1 0 0\n')?.size).toBe(9007199254740993n * 4096n);
  });

  it.each(['', 'a b c d e f', '1 2 3', '1 2 3 4 5 -6'])('refuses %j', (text) => {
    expect(parseSpace(text)).toBeNull();
  });
});
