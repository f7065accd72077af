import { bearerToken, json, type Answer, type Request } from '../http/Server';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kinds } from '../kubernetes/kinds';
import type { Clock } from '../time/clock';
import {
  asApplication,
  operationSchema,
  type Application,
  type Operation,
} from './application';
import { ArgoFailure } from './apiFailure';
import {
  fromQuery,
  generateSchema,
  parseBody,
  rollbackSchema,
  syncSchema,
  type GenerateRequest,
  type RollbackRequest,
  type SyncRequest,
  type Where,
} from './argoRequests';
import type { Controller } from './Controller';
import { expandApplicationSet } from './expandApplicationSet';
import type { GoTemplates } from './GoTemplates';
import { syncAllowed } from './projects';
import { callerOf, mayAct, type Caller } from './rbac';
import { applicationSpecSchema, isAutomated } from './spec';

const version = {
  Version: 'v3.6.0+sandbox',
  GitTreeState: 'clean',
  Platform: 'sandbox',
};

const refreshMilliseconds = 15_000;

/**
 * The part of Argo CD's REST API that the portal uses. Requests end up in the
 * Application itself, where the controller finds them, as in Argo CD.
 */
export class ArgoApi {
  constructor(
    private readonly parts: {
      store: ResourceStore;
      controller: Controller;
      templates: GoTemplates;
      clock: Clock;
      /** Tokens by project, `*` for the administrator. */
      tokens: Readonly<Record<string, string>>;
    },
  ) {}

  readonly handle = async (request: Request): Promise<Answer> => {
    const { method, path } = request;
    if (method === 'GET' && path === '/api/version') return json(200, version);
    if (method === 'GET' && path === '/api/v1/version')
      return json(200, version);
    const caller = callerOf(bearerToken(request), this.parts.tokens);
    if (!caller) {
      throw new ArgoFailure('Unauthenticated', 'no session information');
    }
    if (method === 'POST' && path === '/api/v1/applicationsets/generate') {
      return this.#generate(parseBody(generateSchema, request));
    }
    const match =
      /^\/api\/v1\/applications\/([^/]+)(?:\/(sync|rollback|operation))?$/.exec(
        path,
      );
    const name = decodeURIComponent(match?.[1] ?? '');
    switch (match && `${method} ${match[2] ?? ''}`) {
      case 'GET ':
        return json(200, await this.#get(caller, name, request.query));
      case 'POST sync':
        return json(
          200,
          this.#sync(caller, name, parseBody(syncSchema, request)),
        );
      case 'POST rollback':
        return json(
          200,
          this.#rollback(caller, name, parseBody(rollbackSchema, request)),
        );
      case 'DELETE operation':
        return json(200, this.#terminate(caller, name, request.query));
      default:
        throw new ArgoFailure('NotFound', 'Not Found');
    }
  };

  async #get(caller: Caller, name: string, query: URLSearchParams) {
    const where = fromQuery(query);
    const application = this.#find(caller, 'get', name, where);
    const refresh = query.get('refresh');
    if (refresh !== 'normal' && refresh !== 'hard') return application;
    this.parts.controller.requestRefresh(name, refresh);
    await this.#refreshed(name);
    return this.#find(caller, 'get', name, where);
  }

  /** Resolves once the controller has taken the refresh annotation away. */
  #refreshed(name: string): Promise<void> {
    const { store } = this.parts;
    return new Promise((resolve, reject) => {
      const done = () => {
        unsubscribe();
        clearTimeout(timer);
      };
      const timer = setTimeout(() => {
        done();
        reject(
          new ArgoFailure(
            'Internal',
            'the application was not refreshed in time',
          ),
        );
      }, refreshMilliseconds);
      const unsubscribe = store.subscribe(({ kind, object }) => {
        if (kind !== kinds.application || object.metadata.name !== name) return;
        if (object.metadata.annotations?.['argocd.argoproj.io/refresh']) return;
        done();
        resolve();
      });
    });
  }

  #sync(caller: Caller, name: string, body: SyncRequest) {
    const application = this.#find(caller, 'sync', name, body);
    const spec = applicationSpecSchema.parse(application.spec);
    this.#refuseClosedWindow(application);
    const target = spec.sources[0]?.targetRevision ?? 'HEAD';
    if (
      isAutomated(spec) &&
      !body.dryRun &&
      body.revision &&
      body.revision !== target
    ) {
      throw new ArgoFailure(
        'FailedPrecondition',
        `Cannot sync to ${body.revision}: auto-sync currently set to ${target}`,
      );
    }
    const head = this.parts.controller.head ?? '';
    const isBranch = !body.revision || !/^[0-9a-f]{40}$/.test(body.revision);
    const sha = isBranch ? head : body.revision;
    return this.#operate(application, {
      sync: {
        ...(spec.isMultiSource
          ? {
              revisions: spec.sources.map(source =>
                source.chart === undefined
                  ? sha ?? head
                  : source.targetRevision,
              ),
            }
          : { revision: sha }),
        ...(body.prune && { prune: true }),
        ...(body.dryRun && { dryRun: true }),
        ...(body.strategy !== undefined && { syncStrategy: body.strategy }),
        ...(body.resources && { resources: body.resources }),
        ...(body.syncOptions?.items && { syncOptions: body.syncOptions.items }),
      },
      initiatedBy: { username: caller.username },
      ...(body.infos && { info: body.infos }),
    });
  }

  #rollback(caller: Caller, name: string, body: RollbackRequest) {
    const application = this.#find(caller, 'sync', name, body);
    const spec = applicationSpecSchema.parse(application.spec);
    if (isAutomated(spec)) {
      throw new ArgoFailure(
        'FailedPrecondition',
        'rollback cannot be initiated when auto-sync is enabled',
      );
    }
    const entry = application.status?.history?.find(({ id }) => id === body.id);
    if (!entry) {
      throw new ArgoFailure(
        'InvalidArgument',
        `application ${name} does not have deployment with id ${body.id}`,
      );
    }
    return this.#operate(application, {
      sync: {
        ...(entry.revisions
          ? { revisions: entry.revisions, sources: entry.sources }
          : { revision: entry.revision, source: entry.source }),
        ...(body.prune && { prune: true }),
        ...(body.dryRun && { dryRun: true }),
        syncStrategy: { apply: {} },
      },
      initiatedBy: { username: caller.username },
    });
  }

  #terminate(caller: Caller, name: string, query: URLSearchParams) {
    const application = this.#find(caller, 'sync', name, fromQuery(query));
    const state = application.status?.operationState;
    if (!application.operation || state?.phase !== 'Running') {
      throw new ArgoFailure(
        'InvalidArgument',
        'Unable to terminate operation. No operation is in progress',
      );
    }
    this.parts.store.put(kinds.application, {
      ...application,
      status: {
        ...application.status,
        operationState: { ...state, phase: 'Terminating' },
      },
    });
    return {};
  }

  #operate(application: Application, operation: Operation) {
    if (application.operation) {
      throw new ArgoFailure(
        'FailedPrecondition',
        'another operation is already in progress',
      );
    }
    return this.parts.store.put(kinds.application, {
      ...application,
      operation: operationSchema.parse(operation),
    });
  }

  #refuseClosedWindow(application: Application) {
    const spec = applicationSpecSchema.parse(application.spec);
    const { name } = application.metadata;
    const now = this.parts.clock.now();
    if (!syncAllowed(this.#project(spec.project), name, spec, 'person', now)) {
      throw new ArgoFailure(
        'PermissionDenied',
        'cannot sync: blocked by sync window',
      );
    }
  }

  /**
   * The Application a request names. Without a project in the request, missing
   * and forbidden look alike, so that names cannot be probed.
   */
  #find(
    caller: Caller,
    action: 'get' | 'sync',
    name: string,
    where: Where,
  ): Application {
    const denied = (project: string) =>
      new ArgoFailure(
        'PermissionDenied',
        `permission denied: applications, ${action}, ${project}/${name}, sub: ${caller.username}`,
      );
    const asked = where.project;
    const allowed = (project: string) =>
      mayAct(caller, action, this.#project(project), {
        project,
        application: name,
      });
    if (asked && !allowed(asked)) throw denied(asked);
    const object = this.parts.store.get(
      kinds.application,
      where.appNamespace || 'argocd',
      name,
    );
    const application = object && asApplication(object);
    const project = application && String(application.spec.project);
    if (asked) {
      if (application && project === asked) return application;
      throw new ArgoFailure(
        'NotFound',
        `applications.argoproj.io "${name}" not found`,
      );
    }
    if (application && project && allowed(project)) return application;
    throw new ArgoFailure('PermissionDenied', 'permission denied');
  }

  async #generate(body: GenerateRequest): Promise<Answer> {
    const expansion = await expandApplicationSet(
      body.applicationSet,
      this.parts.templates,
    );
    if (expansion.kind === 'failed') {
      throw new ArgoFailure(
        'Internal',
        `unable to generate Applications of ApplicationSet: ${expansion.reason}`,
      );
    }
    return json(200, { applications: expansion.applications });
  }

  #project(name: string) {
    return this.parts.store.get(kinds.appProject, 'argocd', name);
  }
}
