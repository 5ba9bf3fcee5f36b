import { readdirSync } from 'node:fs';
import path from 'node:path';
import { openCard, type Card } from './card.ts';

export interface CardRound {
  /** In the order of their PCI addresses. */
  readonly cards: readonly Card[];
  /** Cards of AMD that could not be named, with the reason. */
  readonly faults: ReadonlyMap<string, string>;
}

/** The cards that the driver has now; they come and go when it is loaded anew. */
export class CardList {
  readonly #root: string;
  readonly #cards = new Map<string, Card>();
  /** Cards of others: there is no need to ask them each second. */
  readonly #others = new Set<string>();

  constructor(rootfs: string) {
    this.#root = path.join(rootfs, 'sys/class/drm');
  }

  refresh(): CardRound {
    const names = this.#listNames();
    this.#forgetAllBut(names);
    const faults = new Map<string, string>();
    for (const name of names) {
      if (this.#cards.has(name) || this.#others.has(name)) continue;
      const opened = openCard(this.#root, name);
      if (opened.kind === 'card') this.#add(opened.card, faults);
      else if (opened.kind === 'other') this.#others.add(name);
      else faults.set(name, opened.reason);
    }
    const cards = [...this.#cards.values()];
    return { cards: cards.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)), faults };
  }

  close(): void {
    for (const card of this.#cards.values()) card.close();
    this.#cards.clear();
  }

  #add(card: Card, faults: Map<string, string>): void {
    const twin = [...this.#cards.values()].find(
      (other) => other.identity.uuid === card.identity.uuid,
    );
    if (!twin) {
      this.#cards.set(card.name, card);
      return;
    }
    card.close();
    faults.set(card.name, `it says it is ${card.identity.uuid}, as ${twin.name} does`);
  }

  #listNames(): string[] {
    try {
      return readdirSync(this.#root).filter((name) => /^card\d+$/.test(name));
    } catch {
      return [];
    }
  }

  #forgetAllBut(names: readonly string[]): void {
    for (const [name, card] of this.#cards) {
      if (names.includes(name)) continue;
      card.close();
      this.#cards.delete(name);
    }
    for (const name of this.#others) if (!names.includes(name)) this.#others.delete(name);
  }
}

function orderOf({ name, identity }: Card): string {
  return `${identity.busId ?? '~'} ${name.padStart(12)}`;
}
