import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import {
  strataSignalChannel,
  type StrataSignal,
} from '@strata/plugin-strata-common';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { ResourceStore, type ResourceState } from './ResourceStore';
import { strataApiRef, type StrataApi } from './StrataApi';

/** A resource as a component sees it. @public */
export type Resource<T> = ResourceState<T> & { retry(): void };

/** @public */
export type ResourceOptions = {
  /** Entities and owners it shows. Neither given: every signal of `kinds` concerns it. */
  entityRefs?: readonly string[];
  owners?: readonly string[];
  /** Kinds of signals that concern it; absent: all. */
  kinds?: readonly StrataSignal['kind'][];
};

/**
 * Loads through the Strata API and reads again when the backend signals that
 * something it shows has changed. Components with the same key share the
 * answer and the request. Nothing polls.
 *
 * @param key - identity of the answer, such as `owner:group:default/product`
 * @param options - which signals concern it; may depend on what was read
 * @public
 */
export function useResource<T>(
  key: string,
  load: (api: StrataApi) => Promise<T>,
  options: ResourceOptions | ((data: T | undefined) => ResourceOptions) = {},
): Resource<T> {
  const api = useApi(strataApiRef);
  const signals = useApiHolder().get(signalApiRef);
  const store = storeOf(api, signals);

  const latest = useRef({ load, options });
  latest.current = { load, options };

  const subscribe = useCallback(
    (listener: () => void) =>
      store.subscribe(
        key,
        {
          load: () => latest.current.load(api),
          matches: signal => {
            const scope = latest.current.options;
            return concerns(
              signal,
              typeof scope === 'function'
                ? scope(dataOf(store.state(key) as ResourceState<T>))
                : scope,
            );
          },
        },
        listener,
      ),
    [store, key, api],
  );
  const state = useSyncExternalStore(subscribe, () =>
    store.state(key),
  ) as ResourceState<T>;
  const retry = useCallback(() => store.refresh(key), [store, key]);
  return useMemo(() => ({ ...state, retry }), [state, retry]);
}

function dataOf<T>(state: ResourceState<T>): T | undefined {
  return 'data' in state ? state.data : undefined;
}

/**
 * Whether a signal is about what is shown. One that names nobody (a whole
 * tree was read anew) is about everybody.
 */
export function concerns(
  signal: StrataSignal,
  { entityRefs, owners, kinds }: ResourceOptions,
): boolean {
  if (kinds && !kinds.includes(signal.kind)) return false;
  // A heartbeat: nothing changed but the age of the upstreams.
  if (signal.kind === 'sources') return kinds !== undefined;
  if (!entityRefs && !owners) return true;
  if (signal.entityRefs.length + signal.owners.length === 0) return true;
  return (
    signal.entityRefs.some(ref => entityRefs?.includes(ref)) ||
    signal.owners.some(ref => owners?.includes(ref))
  );
}

const stores = new WeakMap<StrataApi, ResourceStore>();

function storeOf(api: StrataApi, signals: SignalApi | undefined) {
  const known = stores.get(api);
  if (known) return known;
  const store = new ResourceStore(() => Date.now());
  stores.set(api, store);
  signals?.subscribe<StrataSignal>(strataSignalChannel, signal =>
    store.signalled(signal),
  );
  // The socket is silent while a laptop sleeps or the network is away.
  window.addEventListener('online', () => store.refreshAll());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') store.refreshAll();
  });
  return store;
}
