import type { Request } from '../http/Server';
import type { Clock } from '../time/clock';
import { ApiFailure } from './failure';
import { apiVersionOf, type ResourceKind } from './kinds';
import type { KubeObject } from './objects';
import type { ResourceStore } from './ResourceStore';
import type { Selector } from './selectors';
import { tableOf, wantsTable } from './table';

/** A list that was begun: later pages come from the same moment. */
interface OpenList {
  version: number;
  rest: KubeObject[];
}

const openListLimit = 64;

/** Lists, whole or by pages. */
export class Lists {
  readonly #open = new Map<string, OpenList>();
  #tokens = 0;

  constructor(
    private readonly store: ResourceStore,
    private readonly clock: Clock,
  ) {}

  /** Forgets begun lists: their next page is 410, as after a compaction. */
  expire() {
    this.#open.clear();
  }

  answer(
    kind: ResourceKind,
    namespace: string | undefined,
    matches: Selector,
    request: Request,
  ) {
    const { query } = request;
    const { version, rest } = this.#begin(kind, namespace, matches, query);
    const limit = Number(query.get('limit') ?? 0);
    const size = Number.isInteger(limit) && limit > 0 ? limit : rest.length;
    const page = rest.slice(0, size);
    const remaining = rest.slice(size);
    const metadata = {
      resourceVersion: String(version),
      ...(remaining.length > 0 && {
        continue: this.#keep({ version, rest: remaining }),
        remainingItemCount: remaining.length,
      }),
    };
    if (wantsTable(request.headers.accept)) {
      return tableOf(
        kind,
        page,
        this.clock.now(),
        metadata,
        query.get('includeObject'),
      );
    }
    return {
      kind: `${kind.kind}List`,
      apiVersion: apiVersionOf(kind),
      metadata,
      // Built-in lists leave kind and apiVersion out of their items; those of
      // custom resources carry them. Clients must cope with both.
      items: kind.custom ? page : page.map(withoutType),
    };
  }

  #begin(
    kind: ResourceKind,
    namespace: string | undefined,
    matches: Selector,
    query: URLSearchParams,
  ): OpenList {
    const token = query.get('continue');
    if (!token) {
      return {
        version: this.store.version,
        rest: this.store.list(kind, namespace).filter(matches),
      };
    }
    const open = this.#open.get(token);
    if (!open) {
      throw ApiFailure.expired(
        'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
      );
    }
    return open;
  }

  #keep(list: OpenList) {
    this.#tokens += 1;
    const token = Buffer.from(
      JSON.stringify({
        v: 'meta.k8s.io/v1',
        rv: list.version,
        n: this.#tokens,
      }),
    ).toString('base64url');
    this.#open.set(token, list);
    const oldest = this.#open.keys().next();
    if (this.#open.size > openListLimit && !oldest.done) {
      this.#open.delete(oldest.value);
    }
    return token;
  }
}

const withoutType = ({
  apiVersion: _apiVersion,
  kind: _kind,
  ...rest
}: KubeObject) => rest;
