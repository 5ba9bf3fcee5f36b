import type { SharedMessage } from './hub.ts';

/** A page names its subscriptions the same in every browser, so few names make up most clients. */
const keptNames = 8;

/** One message under the names that clients have given their subscriptions, made once for each. */
export class SharedMessages {
  readonly #make: (id: string) => SharedMessage['data'];
  readonly #byName = new Map<string, SharedMessage>();

  constructor(make: (id: string) => SharedMessage['data']) {
    this.#make = make;
  }

  of(id: string): SharedMessage {
    const known = this.#byName.get(id);
    if (known) return known;
    const message = { data: this.#make(id) };
    if (this.#byName.size < keptNames) this.#byName.set(id, message);
    return message;
  }

  /** What it was made from has changed. */
  clear(): void {
    this.#byName.clear();
  }
}
