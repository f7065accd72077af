/** One key, many members; an emptied key leaves nothing behind. */
export class Lookup<K, V> {
  readonly #members = new Map<K, Set<V>>();

  add(key: K, value: V): void {
    const set = this.#members.get(key);
    if (set) set.add(value);
    else this.#members.set(key, new Set([value]));
  }

  delete(key: K, value: V): void {
    const set = this.#members.get(key);
    set?.delete(value);
    if (set?.size === 0) this.#members.delete(key);
  }

  get(key: K): ReadonlySet<V> {
    return this.#members.get(key) ?? new Set<V>();
  }

  clear(): void {
    this.#members.clear();
  }
}
