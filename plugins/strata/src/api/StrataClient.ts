import { parseEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  actionAcceptedSchema,
  auditPageSchema,
  changeDetailSchema,
  changePreviewSchema,
  changeSchema,
  entityDeliverySchema,
  entitySlaSchema,
  findingsResponseSchema,
  ownerOverviewSchema,
  ownersResponseSchema,
  sloSeriesSchema,
  sourcesResponseSchema,
  treesResponseSchema,
  type ApplicationRef,
  type ChangeIntent,
  type CreateChangeRequest,
  type RefreshRequest,
  type SyncRequest,
} from '@strata/plugin-strata-common';
import { z } from 'zod';
import { ContractError } from './ContractError';
import type {
  AuditFilter,
  ChangesFilter,
  SeriesRange,
  StrataApi,
} from './StrataApi';

const changesResponseSchema = z.object({ changes: z.array(changeSchema) });

type Query = Record<string, string | number | boolean | undefined>;

/** `/api/strata` over HTTP, as the signed-in person. @public */
export class StrataClient implements StrataApi {
  constructor(
    private readonly deps: { discoveryApi: DiscoveryApi; fetchApi: FetchApi },
  ) {}

  owners() {
    return this.get('/v1/owners', ownersResponseSchema);
  }

  ownerOverview(ref: string, options: { inherited?: boolean } = {}) {
    return this.get(`/v1/owners/${refPath(ref)}`, ownerOverviewSchema, {
      inherited: options.inherited,
    });
  }

  entityDelivery(ref: string) {
    return this.get(
      `/v1/entities/${refPath(ref)}/delivery`,
      entityDeliverySchema,
    );
  }

  entitySla(ref: string) {
    return this.get(`/v1/entities/${refPath(ref)}/sla`, entitySlaSchema);
  }

  sloSeries(sloId: string, range: SeriesRange) {
    return this.get(
      `/v1/slos/${encodeURIComponent(sloId)}/series`,
      sloSeriesSchema,
      { from: range.from, to: range.to, step: range.stepSeconds },
    );
  }

  sync(application: ApplicationRef, request: SyncRequest) {
    return this.post(
      `${applicationPath(application)}/sync`,
      request,
      actionAcceptedSchema,
    );
  }

  refresh(application: ApplicationRef, request: RefreshRequest) {
    return this.post(
      `${applicationPath(application)}/refresh`,
      request,
      actionAcceptedSchema,
    );
  }

  trees() {
    return this.get('/v1/trees', treesResponseSchema);
  }

  findings(treeId: string) {
    return this.get(
      `/v1/trees/${encodeURIComponent(treeId)}/findings`,
      findingsResponseSchema,
    );
  }

  async releaseHeldBack(treeId: string, revision: string) {
    await this.request(
      'POST',
      `/v1/trees/${encodeURIComponent(treeId)}/held-back/release`,
      { body: { revision } },
    );
  }

  async changes(filter: ChangesFilter = {}) {
    const answer = await this.get('/v1/changes', changesResponseSchema, filter);
    return answer.changes;
  }

  change(id: string) {
    return this.get(
      `/v1/changes/${encodeURIComponent(id)}`,
      changeDetailSchema,
    );
  }

  previewChange(intent: ChangeIntent) {
    return this.post('/v1/changes/preview', intent, changePreviewSchema);
  }

  createChange(request: CreateChangeRequest) {
    return this.post('/v1/changes', request, changeSchema);
  }

  mergeChange(id: string) {
    return this.post(
      `/v1/changes/${encodeURIComponent(id)}/merge`,
      {},
      changeSchema,
    );
  }

  closeChange(id: string) {
    return this.post(
      `/v1/changes/${encodeURIComponent(id)}/close`,
      {},
      changeSchema,
    );
  }

  sources() {
    return this.get('/v1/sources', sourcesResponseSchema);
  }

  audit(filter: AuditFilter = {}) {
    return this.get('/v1/audit', auditPageSchema, filter);
  }

  private async get<S extends z.ZodType>(
    path: string,
    schema: S,
    query?: Query,
  ): Promise<z.output<S>> {
    return understand(
      `GET ${path}`,
      schema,
      await this.request('GET', path, { query }),
    );
  }

  private async post<S extends z.ZodType>(
    path: string,
    body: unknown,
    schema: S,
  ): Promise<z.output<S>> {
    return understand(
      `POST ${path}`,
      schema,
      await this.request('POST', path, { body }),
    );
  }

  private async request(
    method: 'GET' | 'POST',
    path: string,
    options: { query?: Query; body?: unknown },
  ): Promise<Response> {
    const base = await this.deps.discoveryApi.getBaseUrl('strata');
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) search.set(name, String(value));
    }
    const query = search.size > 0 ? `?${search}` : '';
    const response = await this.deps.fetchApi.fetch(`${base}${path}${query}`, {
      method,
      ...(options.body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(options.body),
          }),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

function refPath(ref: string): string {
  const { kind, namespace, name } = parseEntityRef(ref, {
    defaultNamespace: 'default',
  });
  return [kind, namespace, name]
    .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
    .join('/');
}

function applicationPath({ cluster, namespace, name }: ApplicationRef): string {
  return `/v1/applications/${[cluster, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}

async function understand<S extends z.ZodType>(
  request: string,
  schema: S,
  response: Response,
): Promise<z.output<S>> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ContractError(request, parsed.error);
  return parsed.data;
}
