/** Runs work of one name one after the other; different names do not wait for each other. */
export class InOrder {
  readonly #lanes = new Map<string, Promise<unknown>>();

  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lanes.get(name) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#lanes.set(name, settled);
    void settled.then(() => {
      if (this.#lanes.get(name) === settled) this.#lanes.delete(name);
    });
    return result;
  }
}
