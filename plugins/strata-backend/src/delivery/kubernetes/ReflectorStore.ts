/** Where a reflector puts what it reads. */
export interface ReflectorStore {
  /** Number of objects held for this reflector. */
  size(): number;
  /** The complete truth of a list: what is not in it is gone. */
  replace(objects: readonly unknown[]): void;
  upsert(object: unknown): void;
  remove(object: unknown): void;
}
