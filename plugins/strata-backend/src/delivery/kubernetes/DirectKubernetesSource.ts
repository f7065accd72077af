import { createInterface } from 'node:readline';
import {
  HttpMethod,
  type KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { KubernetesError } from './KubernetesSource';
import type {
  ArgoKind,
  GetRequest,
  KubernetesFailure,
  KubernetesSource,
  ListPage,
  ListRequest,
  WatchEvent,
  WatchHandlers,
  WatchRequest,
} from './KubernetesSource';

const pageSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
    object: z.looseObject({
      metadata: z.looseObject({ resourceVersion: z.string() }),
    }),
  }),
  z.object({
    type: z.literal('ERROR'),
    object: z.looseObject({
      code: z.number().optional(),
      message: z.string().optional(),
    }),
  }),
]);

function failureOf(status: number): KubernetesFailure {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 410:
      return 'expired';
    case 429:
    case 503:
      return 'overloaded';
    default:
      return 'server_error';
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KubernetesError('bad_data', `${what} is not JSON`);
  }
}

/**
 * A watch line as the API server sends it.
 * @throws KubernetesError also for the server's own ERROR events.
 */
function readEvent(line: string): WatchEvent {
  const read = eventSchema.safeParse(parseJson(line, 'a watch event'));
  if (!read.success) {
    throw new KubernetesError('bad_data', 'a watch event has no known form');
  }
  const { type, object } = read.data;
  switch (type) {
    case 'ERROR':
      throw new KubernetesError(
        failureOf(object.code ?? 500),
        object.message ?? 'the watch reported an error',
      );
    case 'BOOKMARK':
      return {
        kind: 'bookmark',
        resourceVersion: object.metadata.resourceVersion,
      };
    case 'DELETED':
      return {
        kind: 'deleted',
        object,
        resourceVersion: object.metadata.resourceVersion,
      };
    case 'ADDED':
    case 'MODIFIED':
      return {
        kind: 'upserted',
        object,
        resourceVersion: object.metadata.resourceVersion,
      };
    default:
      return type satisfies never;
  }
}

/**
 * Talks to the API server itself, with what `kubernetes.clusterLocatorMethods`
 * says about it. client-node gives credentials and TLS; its own Watch drops
 * lines it cannot parse and gives up after 30 quiet seconds, so the stream is
 * read here.
 */
export class DirectKubernetesSource implements KubernetesSource {
  constructor(readonly cluster: string, private readonly config: KubeConfig) {}

  async list(kind: ArgoKind, options: ListRequest): Promise<ListPage> {
    const response = await this.#get(
      kind,
      options.namespace,
      {
        limit: String(options.limit),
        ...(options.continueToken && { continue: options.continueToken }),
      },
      options.signal,
    );
    const text = await response.body.text().catch(lost);
    const page = pageSchema.safeParse(parseJson(text, `the list of ${kind}`));
    if (!page.success) {
      throw new KubernetesError('bad_data', `the list of ${kind} is no list`);
    }
    const { metadata, items } = page.data;
    return {
      items,
      resourceVersion: metadata.resourceVersion,
      continueToken: metadata.continue || undefined,
    };
  }

  async get(
    kind: ArgoKind,
    { namespace, name, signal }: GetRequest,
  ): Promise<unknown> {
    const path = `${kind}/${encodeURIComponent(name)}`;
    const response = await this.#get(path, namespace, {}, signal);
    const text = await response.body.text().catch(lost);
    return parseJson(text, `${kind} ${namespace}/${name}`);
  }

  async watch(
    kind: ArgoKind,
    options: WatchRequest,
    handlers: WatchHandlers,
  ): Promise<void> {
    const response = await this.#get(
      kind,
      options.namespace,
      {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: options.resourceVersion,
        timeoutSeconds: String(options.timeoutSeconds),
      },
      options.signal,
    );
    handlers.opened();
    const lines = createInterface({
      input: response.body,
      crlfDelay: Infinity,
    });
    try {
      for await (const line of lines) {
        if (line !== '') handlers.event(readEvent(line));
      }
    } catch (error) {
      if (!options.signal.aborted) throw asKubernetesError(error);
    } finally {
      lines.close();
      response.body.destroy();
    }
    // readline swallows the error of its input: a cut stream is no clean end.
    if (!options.signal.aborted && response.body.errored) {
      throw asKubernetesError(response.body.errored);
    }
  }

  async #get(
    path: string,
    namespace: string | undefined,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const server = this.config.getCurrentCluster()?.server ?? '';
    const scope = namespace
      ? `namespaces/${encodeURIComponent(namespace)}/`
      : '';
    const url = new URL(
      `${server.replace(/\/$/, '')}/apis/argoproj.io/v1alpha1/${scope}${path}`,
    );
    url.search = new URLSearchParams(query).toString();
    const context = new RequestContext(url.toString(), HttpMethod.GET);
    await this.config.applySecurityAuthentication(context);
    const response = await request(url, {
      headers: { ...context.getHeaders(), accept: 'application/json' },
      dispatcher: context.getDispatcher(),
      signal,
      headersTimeout: 30_000,
      // A watch is quiet for long; the reflector decides when for too long.
      bodyTimeout: 0,
    }).catch(lost);
    if (response.statusCode === 200) return response;
    const body = await response.body.text().catch(() => '');
    throw new KubernetesError(
      failureOf(response.statusCode),
      `${this.cluster} answered ${response.statusCode}${statusMessage(body)}`,
      retryAfter(response.headers['retry-after']),
    );
  }
}

function statusMessage(body: string): string {
  const read = z.object({ message: z.string() }).safeParse(safeJson(body));
  return read.success ? `: ${read.data.message}` : '';
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfter(header: string | string[] | undefined) {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

function asKubernetesError(error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  const { code, message } = error as { code?: string; message?: string };
  // Node leaves the message empty where several addresses were tried.
  return new KubernetesError('connection_lost', message || code || `${error}`);
}

function lost(error: unknown): never {
  throw asKubernetesError(error);
}
