/** The three kinds of argoproj.io/v1alpha1 that delivery reads. */
export const argoKinds = [
  'applications',
  'applicationsets',
  'appprojects',
] as const;

export type ArgoKind = (typeof argoKinds)[number];

export interface ListRequest {
  /** All namespaces where left out. */
  namespace?: string;
  limit: number;
  continueToken?: string;
  signal: AbortSignal;
}

export interface ListPage {
  items: unknown[];
  resourceVersion: string;
  /** Present where more pages follow. */
  continueToken?: string;
}

export interface GetRequest {
  namespace: string;
  name: string;
  signal: AbortSignal;
}

export interface WatchRequest {
  namespace?: string;
  resourceVersion: string;
  /** After which the server ends the watch by itself. */
  timeoutSeconds: number;
  signal: AbortSignal;
}

export type WatchEvent =
  | { kind: 'upserted'; object: unknown; resourceVersion: string }
  | { kind: 'deleted'; object: unknown; resourceVersion: string }
  | { kind: 'bookmark'; resourceVersion: string };

export interface WatchHandlers {
  /** The server accepted the watch: the connection is known to work. */
  opened(): void;
  event(event: WatchEvent): void;
}

/** What can go wrong, told apart by what has to be done about it. */
export type KubernetesFailure =
  | 'expired'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'overloaded'
  | 'server_error'
  | 'connection_lost'
  | 'bad_data';

export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  constructor(
    readonly failure: KubernetesFailure,
    message: string,
    /** What the server asked us to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** One cluster's API, as far as delivery reads it. */
export interface KubernetesSource {
  readonly cluster: string;
  /** @throws KubernetesError */
  list(kind: ArgoKind, request: ListRequest): Promise<ListPage>;
  /** One object in full. @throws KubernetesError */
  get(kind: ArgoKind, request: GetRequest): Promise<unknown>;
  /**
   * Resolves when the server ended the watch or the signal fired.
   * @throws KubernetesError
   */
  watch(
    kind: ArgoKind,
    request: WatchRequest,
    handlers: WatchHandlers,
  ): Promise<void>;
}
