import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  changeDetailSchema,
  changePreviewSchema,
  changeSchema,
  snapshotEntitiesSchema,
  treesResponseSchema,
  type Change,
  type ChangeDetail,
  type ChangeIntent,
  type ChangePreview,
  type CreateChangeRequest,
  type SnapshotEntities,
  type TreesResponse,
} from '@strata/plugin-strata-common';
import type { z } from 'zod';

/** @public */
export type EntitiesResult =
  | { kind: 'unchanged' }
  /** No read of the tree was accepted yet, or there is no such tree. */
  | { kind: 'absent'; reason: string }
  | { kind: 'changed'; snapshot: SnapshotEntities };

/**
 * The backend of Strata as other backend plugins ask it: about trees in their
 * own name, about changes in the name of a person. Rejects with a
 * `ResponseError` for every answer that is not a success, and with a zod error
 * for one that is not what was agreed.
 * @public
 */
export class StrataClient {
  readonly #discovery: DiscoveryService;
  readonly #auth: AuthService;

  constructor(options: { discovery: DiscoveryService; auth: AuthService }) {
    this.#discovery = options.discovery;
    this.#auth = options.auth;
  }

  /** The configured trees and how reading them stands. */
  async trees(options: { signal?: AbortSignal } = {}): Promise<TreesResponse> {
    const response = await this.#request('/v1/trees', options);
    return parse(response, treesResponseSchema);
  }

  /** The accepted snapshot of a tree, or `unchanged` while `etag` stands. */
  async entities(
    treeId: string,
    options: { etag?: string; signal?: AbortSignal } = {},
  ): Promise<EntitiesResult> {
    const { etag, signal } = options;
    const path = `/v1/trees/${encodeURIComponent(treeId)}/entities`;
    try {
      const response = await this.#request(path, {
        signal,
        headers: etag ? { 'If-None-Match': `"${etag}"` } : {},
      });
      if (response.status === 304) return { kind: 'unchanged' };
      const snapshot = await parse(response, snapshotEntitiesSchema);
      return { kind: 'changed', snapshot };
    } catch (error) {
      if (error instanceof ResponseError && error.statusCode === 404) {
        return { kind: 'absent', reason: error.cause.message };
      }
      throw error;
    }
  }

  /** What a change would do; nothing is written. */
  async previewChange(
    intent: ChangeIntent,
    options: PersonOptions,
  ): Promise<ChangePreview> {
    const response = await this.#post('/v1/changes/preview', intent, options);
    return parse(response, changePreviewSchema);
  }

  /** Opens a change in the name of the person. Repeatable by its key. */
  async createChange(
    request: CreateChangeRequest,
    options: PersonOptions,
  ): Promise<Change> {
    const response = await this.#post('/v1/changes', request, options);
    return parse(response, changeSchema);
  }

  async change(id: string, options: PersonOptions): Promise<ChangeDetail> {
    const response = await this.#request(
      `/v1/changes/${encodeURIComponent(id)}`,
      options,
    );
    return parse(response, changeDetailSchema);
  }

  #post(path: string, body: unknown, options: PersonOptions) {
    return this.#request(path, {
      ...options,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request(
    path: string,
    options: RequestInit & { onBehalfOf?: BackstageCredentials },
  ): Promise<Response> {
    const { onBehalfOf, headers, ...init } = options;
    const baseUrl = await this.#discovery.getBaseUrl('strata');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: onBehalfOf ?? (await this.#auth.getOwnServiceCredentials()),
      targetPluginId: 'strata',
    });
    const response = await fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { ...headers, Authorization: `Bearer ${token}` },
    });
    if (!response.ok && response.status !== 304) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

/** @public */
export interface PersonOptions {
  /** The person the change is made for. */
  onBehalfOf: BackstageCredentials;
  signal?: AbortSignal;
}

async function parse<T extends z.ZodType>(
  response: Response,
  schema: T,
): Promise<z.output<T>> {
  return schema.parse(await response.json());
}
