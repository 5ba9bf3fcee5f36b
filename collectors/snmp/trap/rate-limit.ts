/** Senders remembered at once; whoever forges addresses shares the last place. */
const mostSenders = 2000;

interface Bucket {
  tokens: number;
  atMs: number;
  dropped: number;
}

/** Bounds what each sender may cost: so many a second, and twice as many at once. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  allows(sender: string, nowMs: number): boolean {
    const bucket = this.#bucket(sender, nowMs);
    const earned = ((nowMs - bucket.atMs) / 1000) * this.#perSecond;
    bucket.tokens = Math.min(this.#perSecond * 2, bucket.tokens + earned);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) {
      bucket.dropped += 1;
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  /** Who had to be cut since the last call, and how often; whoever is quiet is forgotten. */
  takeDropped(nowMs: number): Map<string, number> {
    const dropped = new Map<string, number>();
    for (const [sender, bucket] of this.#buckets) {
      if (bucket.dropped > 0) dropped.set(sender, bucket.dropped);
      bucket.dropped = 0;
      if (nowMs - bucket.atMs > 60_000) this.#buckets.delete(sender);
    }
    return dropped;
  }

  #bucket(sender: string, nowMs: number): Bucket {
    const name = this.#buckets.has(sender) || this.#buckets.size < mostSenders ? sender : 'others';
    const known = this.#buckets.get(name);
    if (known) return known;
    const fresh = { tokens: this.#perSecond * 2, atMs: nowMs, dropped: 0 };
    this.#buckets.set(name, fresh);
    return fresh;
  }
}
