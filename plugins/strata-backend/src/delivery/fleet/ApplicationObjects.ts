import {
  type ApplicationDetailFacts,
  type ApplicationRecord,
  readApplicationDetail,
} from '@strata/plugin-strata-common';
import type { KubernetesSource } from '../kubernetes/KubernetesSource';
import { recordKey } from '../RecordStore';

/** What a page may wait for a cluster. */
const timeoutMs = 15_000;
const mostKept = 500;

/**
 * What only full objects tell, for one Application at a time. As long as the
 * index sees no newer version, all viewers share one read.
 */
export class ApplicationObjects {
  readonly #kept = new Map<
    string,
    { version: string; facts: Promise<ApplicationDetailFacts> }
  >();

  constructor(
    private readonly connection: (
      cluster: string,
    ) => KubernetesSource | undefined,
  ) {}

  /** @throws Error that says why it cannot be read */
  read(application: ApplicationRecord): Promise<ApplicationDetailFacts> {
    const key = recordKey(application);
    const version = `${application.uid}@${application.resourceVersion}`;
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const entry =
      known?.version === version
        ? known
        : { version, facts: this.#read(application) };
    // Moved to the end: the first of the map is the one asked for longest ago.
    this.#kept.set(key, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    // A failure is told to those who waited, and not kept.
    entry.facts.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return entry.facts;
  }

  async #read({
    cluster,
    namespace,
    name,
  }: ApplicationRecord): Promise<ApplicationDetailFacts> {
    const source = this.connection(cluster);
    if (!source) throw new Error(`no connection to the cluster ${cluster}`);
    const signal = AbortSignal.timeout(timeoutMs);
    return readApplicationDetail(
      await source.get('applications', { namespace, name, signal }),
    );
  }
}
