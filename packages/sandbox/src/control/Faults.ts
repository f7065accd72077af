/** The upstreams that can be made to misbehave. */
export const upstreams = ['kubernetes', 'argocd', 'prometheus'] as const;
export type Upstream = (typeof upstreams)[number];

/** How an upstream misbehaves until told otherwise. */
export type Fault =
  | { kind: 'none' }
  /** Connections are cut before anything is answered. */
  | { kind: 'dead' }
  /** Requests are taken and never answered; open watches fall silent. */
  | { kind: 'silent' }
  /** Every answer comes this much later. */
  | { kind: 'slow'; milliseconds: number }
  /** Every token is refused. */
  | { kind: 'unauthorized' };

/** The switches that tests turn; all servers look here before they answer. */
export class Faults {
  readonly #faults = new Map<Upstream, Fault>();

  get(upstream: Upstream): Fault {
    return this.#faults.get(upstream) ?? { kind: 'none' };
  }

  set(upstream: Upstream, fault: Fault) {
    this.#faults.set(upstream, fault);
  }

  clear() {
    this.#faults.clear();
  }
}
