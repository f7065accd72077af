import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { bearerToken, json, type Answer, type Request } from '../http/Server';
import type { Faults } from '../control/Faults';
import type { Clock } from '../time/clock';
import { discoveryDocument } from './discovery';
import { ApiFailure } from './failure';
import { resourceKinds, type ResourceKind } from './kinds';
import { Lists } from './Lists';
import { kubeObjectSchema, type KubeObject } from './objects';
import { applyPatch } from './patching';
import type { ResourceStore } from './ResourceStore';
import { parseFieldSelector, parseLabelSelector } from './selectors';
import { tableOf, wantsTable } from './table';
import { Watches } from './Watches';

/** What a path of the API names. */
interface Target {
  kind: ResourceKind;
  namespace: string | undefined;
  name: string | undefined;
}

export const unauthorizedStatus = new ApiFailure(
  401,
  'Unauthorized',
  'Unauthorized',
).status();

/** The Kubernetes API over the store: what clients may ask of it. */
export class KubernetesApi {
  readonly watches: Watches;
  readonly lists: Lists;

  constructor(
    private readonly store: ResourceStore,
    private readonly clock: Clock,
    faults: Faults,
    private readonly token: string,
    /** Told of every object that a client has changed. */
    private readonly changedByClient: (object: KubeObject) => void = () => {},
  ) {
    this.watches = new Watches(store, clock, faults);
    this.lists = new Lists(store, clock);
  }

  readonly handle = (request: Request, response: ServerResponse): Answer => {
    const open = ['/healthz', '/livez', '/readyz'].includes(request.path);
    if (open) return { kind: 'text', status: 200, body: 'ok' };
    if (bearerToken(request) !== this.token) {
      return json(401, unauthorizedStatus);
    }
    const document = discoveryDocument(request.path.replace(/\/$/, ''));
    if (document !== undefined) return json(200, document);
    const target = parseTarget(request.path);
    if (!target) {
      throw new ApiFailure(
        404,
        'NotFound',
        'the server could not find the requested resource',
      );
    }
    return target.name === undefined
      ? this.#collection(target, request, response)
      : this.#single(target, target.name, request, response);
  };

  #collection(target: Target, request: Request, response: ServerResponse) {
    const { kind, namespace } = target;
    if (request.method === 'POST') return this.#create(target, request);
    if (request.method !== 'GET') throw methodNotAllowed();
    const byLabel = parseLabelSelector(request.query.get('labelSelector'));
    const byField = parseFieldSelector(request.query.get('fieldSelector'));
    const matches = (object: KubeObject) => byLabel(object) && byField(object);
    if (isTrue(request.query.get('watch'))) {
      this.watches.start({ kind, namespace, matches }, request, response);
      return { kind: 'taken' } as const;
    }
    return json(200, this.lists.answer(kind, namespace, matches, request));
  }

  #single(
    target: Target,
    name: string,
    request: Request,
    response: ServerResponse,
  ) {
    const { kind, namespace } = target;
    if (request.method === 'GET' && isTrue(request.query.get('watch'))) {
      const matches = (object: KubeObject) => object.metadata.name === name;
      this.watches.start({ kind, namespace, matches }, request, response);
      return { kind: 'taken' } as const;
    }
    const object = this.store.get(kind, namespace, name);
    if (!object) {
      throw ApiFailure.notFound(
        kind.group ? `${kind.plural}.${kind.group}` : kind.plural,
        name,
      );
    }
    switch (request.method) {
      case 'GET':
        return json(200, this.#present(kind, object, request));
      case 'PATCH': {
        const [contentType = ''] = (
          request.headers['content-type'] ?? ''
        ).split(';');
        const patched = applyPatch(
          kind,
          object,
          contentType.trim(),
          parseBody(request),
        );
        return json(
          200,
          this.#present(
            kind,
            this.#write(kind, object, patched, request),
            request,
          ),
        );
      }
      case 'PUT':
        return json(
          200,
          this.#write(kind, object, parseObject(request), request),
        );
      case 'DELETE':
        if (!isDryRun(request)) this.store.delete(kind, namespace, name);
        return json(200, {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Success',
          details: { name, group: kind.group, kind: kind.plural },
        });
      default:
        throw methodNotAllowed();
    }
  }

  #create({ kind, namespace }: Target, request: Request): Answer {
    const parsed = parseObject(request);
    const object = {
      ...parsed,
      metadata: {
        ...parsed.metadata,
        ...(kind.namespaced && {
          namespace: namespace ?? parsed.metadata.namespace ?? 'default',
        }),
      },
    };
    const { name } = object.metadata;
    if (this.store.get(kind, object.metadata.namespace, name)) {
      throw new ApiFailure(
        409,
        'AlreadyExists',
        `${kind.plural} "${name}" already exists`,
      );
    }
    return json(201, isDryRun(request) ? object : this.store.put(kind, object));
  }

  #write(
    kind: ResourceKind,
    before: KubeObject,
    after: KubeObject,
    request: Request,
  ): KubeObject {
    const expected = after.metadata.resourceVersion;
    if (expected && expected !== before.metadata.resourceVersion) {
      throw new ApiFailure(
        409,
        'Conflict',
        `Operation cannot be fulfilled on ${kind.plural} "${before.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`,
      );
    }
    if (isDryRun(request)) return after;
    const stored = this.store.put(kind, after);
    this.changedByClient(stored);
    return stored;
  }

  #present(kind: ResourceKind, object: KubeObject, request: Request) {
    return wantsTable(request.headers.accept)
      ? tableOf(
          kind,
          [object],
          this.clock.now(),
          { resourceVersion: object.metadata.resourceVersion },
          request.query.get('includeObject'),
        )
      : object;
  }
}

/** A failure of the API as its `Status`; anything else is an internal error. */
export const statusAnswer = (error: unknown): Answer =>
  error instanceof ApiFailure
    ? json(error.code, error.status())
    : json(500, new ApiFailure(500, 'InternalError', String(error)).status());

const isTrue = (value: string | null) => value === 'true' || value === '1';
const isDryRun = (request: Request) => request.query.get('dryRun') === 'All';

const methodNotAllowed = () =>
  new ApiFailure(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  );

/** `/api/v1/…` and `/apis/<group>/<version>/…`, down to a name or a collection. */
function parseTarget(path: string): Target | undefined {
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  const isCore = segments[0] === 'api';
  if (!isCore && segments[0] !== 'apis') return undefined;
  const [group, version, ...rest] = isCore
    ? ['', ...segments.slice(1)]
    : segments.slice(1);
  const scoped = rest[0] === 'namespaces' && rest.length > 2;
  const [plural, name, ...more] = scoped ? rest.slice(2) : rest;
  const kind = resourceKinds.find(
    candidate =>
      candidate.group === group &&
      candidate.version === version &&
      candidate.plural === plural,
  );
  // Subresources (logs, exec, scale) do not exist here.
  if (!kind || more.length > 0 || (scoped && !kind.namespaced))
    return undefined;
  return { kind, namespace: scoped ? rest[1] : undefined, name };
}

function parseBody(request: Request): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw ApiFailure.badRequest(`the body is not JSON: ${String(error)}`);
  }
}

function parseObject(request: Request): KubeObject {
  const parsed = kubeObjectSchema.safeParse(parseBody(request));
  if (parsed.success) return parsed.data;
  throw ApiFailure.badRequest(
    `the body is no object: ${z.prettifyError(parsed.error)}`,
  );
}
