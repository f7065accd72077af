/** What every record of a cluster has. */
export interface ClusterRecord {
  cluster: string;
  namespace: string;
  name: string;
}

/** Names hold no `/`, so this cannot mix two records up. */
export const recordKey = ({ cluster, namespace, name }: ClusterRecord) =>
  `${cluster}/${namespace}/${name}`;

/** A change of one record; `before` and `after` tell which kind. */
export type RecordChange<R> =
  | { kind: 'added'; after: R }
  | { kind: 'changed'; before: R; after: R }
  | { kind: 'removed'; before: R };

/**
 * Records of one kind over all clusters. A replacement is a diff inside its
 * scope (a cluster, perhaps one namespace) and touches nothing outside.
 */
export class RecordStore<R extends ClusterRecord> {
  readonly #records = new Map<string, R>();

  constructor(private readonly onChange: (change: RecordChange<R>) => void) {}

  get(ref: ClusterRecord): R | undefined {
    return this.#records.get(recordKey(ref));
  }

  /** By {@link recordKey}. */
  byKey(key: string): R | undefined {
    return this.#records.get(key);
  }

  entries(): IterableIterator<[string, R]> {
    return this.#records.entries();
  }

  values(): IterableIterator<R> {
    return this.#records.values();
  }

  size(cluster: string, namespace?: string): number {
    let count = 0;
    for (const record of this.#records.values()) {
      if (inScope(record, cluster, namespace)) count += 1;
    }
    return count;
  }

  upsert(record: R): void {
    const key = recordKey(record);
    const before = this.#records.get(key);
    this.#records.set(key, record);
    this.onChange(
      before
        ? { kind: 'changed', before, after: record }
        : { kind: 'added', after: record },
    );
  }

  remove(ref: ClusterRecord): void {
    const before = this.get(ref);
    if (!before) return;
    this.#records.delete(recordKey(ref));
    this.onChange({ kind: 'removed', before });
  }

  replace(
    records: readonly R[],
    cluster: string,
    namespace: string | undefined,
  ): void {
    const kept = new Set(records.map(recordKey));
    for (const [key, record] of this.#records) {
      if (inScope(record, cluster, namespace) && !kept.has(key)) {
        this.remove(record);
      }
    }
    records.forEach(record => this.upsert(record));
  }
}

function inScope(
  record: ClusterRecord,
  cluster: string,
  namespace: string | undefined,
): boolean {
  return (
    record.cluster === cluster &&
    (namespace === undefined || record.namespace === namespace)
  );
}
