import { ConflictError } from '@backstage/errors';
import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type {
  ArgoCdApi,
  ArgoCdRollback,
  ArgoCdSync,
  ArgoCdTarget,
} from './ArgoCdApi';
import { UpstreamError } from './UpstreamError';

export interface HttpArgoCdOptions {
  name: string;
  url: string;
  /** PEM; the system's authorities where left out. */
  ca?: string;
  /** The token of a project; a project without one was refused before. */
  token: (project: string) => string;
  connectTimeoutMs?: number;
  answerTimeoutMs?: number;
}

type Method = 'GET' | 'POST' | 'DELETE';

const errorSchema = z.object({ message: z.string() });
const versionSchema = z.object({ Version: z.string() });

/** Errors that say that no request left: nothing can have happened. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const timeouts = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Argo CD's REST API over verified TLS. undici follows no redirect by itself. */
export class HttpArgoCdApi implements ArgoCdApi {
  readonly #dispatcher: Dispatcher;

  constructor(private readonly options: HttpArgoCdOptions) {
    const answer = options.answerTimeoutMs ?? 30_000;
    this.#dispatcher = new Agent({
      connect: {
        ca: options.ca,
        timeout: options.connectTimeoutMs ?? 10_000,
      },
      headersTimeout: answer,
      bodyTimeout: answer,
      connections: 8,
    });
  }

  async sync(target: ArgoCdTarget, sync: ArgoCdSync): Promise<void> {
    await this.#call('POST', target, `${segment(target.name)}/sync`, {
      name: target.name,
      appNamespace: target.namespace,
      project: target.project,
      prune: sync.prune,
      dryRun: sync.dryRun,
      ...(sync.force && { strategy: { hook: { force: true } } }),
      ...(sync.resources && { resources: sync.resources }),
      infos: Object.entries(sync.infos).map(([name, value]) => ({
        name,
        value,
      })),
    });
  }

  async rollback(
    target: ArgoCdTarget,
    { historyId, prune, dryRun }: ArgoCdRollback,
  ): Promise<void> {
    await this.#call('POST', target, `${segment(target.name)}/rollback`, {
      name: target.name,
      appNamespace: target.namespace,
      project: target.project,
      id: historyId,
      prune,
      dryRun,
    });
  }

  async terminate(target: ArgoCdTarget): Promise<void> {
    const query = new URLSearchParams({
      appNamespace: target.namespace,
      project: target.project,
    });
    await this.#call(
      'DELETE',
      target,
      `${segment(target.name)}/operation?${query}`,
    );
  }

  async refresh(target: ArgoCdTarget, mode: 'normal' | 'hard'): Promise<void> {
    const query = new URLSearchParams({
      refresh: mode,
      appNamespace: target.namespace,
      // Without it, missing and forbidden look alike.
      project: target.project,
    });
    await this.#call('GET', target, `${segment(target.name)}?${query}`);
  }

  async version(): Promise<string> {
    const { status, text } = await this.#request('GET', '/api/version', {});
    if (status !== 200) {
      throw new UpstreamError(
        `Argo CD ${this.options.name} answered ${status}: ${upstreamMessage(
          text,
        )}`,
        'refused',
      );
    }
    const read = versionSchema.safeParse(parseJson(text));
    if (!read.success) {
      throw new UpstreamError(
        `${this.options.url} does not answer like Argo CD`,
        'refused',
      );
    }
    return read.data.Version;
  }

  async #call(
    method: Method,
    target: ArgoCdTarget,
    path: string,
    body?: object,
  ): Promise<void> {
    const { status, text } = await this.#request(
      method,
      `/api/v1/applications/${path}`,
      { authorization: `Bearer ${this.options.token(target.project)}` },
      body,
    );
    if (status < 200 || status > 299) throw this.#refused(status, text, target);
  }

  async #request(
    method: Method,
    path: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<{ status: number; text: string }> {
    try {
      const response = await request(`${this.options.url}${path}`, {
        method,
        dispatcher: this.#dispatcher,
        headers: {
          ...headers,
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
      });
      return { status: response.statusCode, text: await response.body.text() };
    } catch (error) {
      throw this.#broken(error);
    }
  }

  #broken(error: unknown): UpstreamError {
    const { code = '', message } = error as { code?: string; message: string };
    return new UpstreamError(
      `Argo CD ${this.options.name} did not answer: ${message || code}`,
      notSent.has(code) ? 'not_sent' : 'unknown',
      timeouts.has(code),
    );
  }

  #refused(status: number, text: string, target: ArgoCdTarget): Error {
    const { name } = this.options;
    const said = upstreamMessage(text);
    switch (status) {
      case 400:
      case 409:
        return new ConflictError(`Argo CD refused it: ${said}`);
      case 401:
        return new UpstreamError(
          `Argo CD ${name} refused the token of project ${target.project}: renew it in strata.delivery.argocd`,
          'refused',
        );
      case 403:
        return new UpstreamError(
          `Argo CD ${name} forbids it (${said}): either the role of the token of project ${target.project} lacks it, or a sync window of a global project is closed`,
          'refused',
        );
      case 404:
        return new ConflictError(
          `Argo CD ${name} does not know the Application ${target.namespace}/${target.name} in project ${target.project}; it may have been deleted meanwhile`,
        );
      case 504:
        return new UpstreamError(
          `Argo CD ${name} timed out: ${said}`,
          'unknown',
          true,
        );
      default:
        return new UpstreamError(
          `Argo CD ${name} answered ${status}: ${said}`,
          status < 500 ? 'refused' : 'unknown',
        );
    }
  }
}

/** Names were validated before; encoding is the second lock on the same door. */
const segment = encodeURIComponent;

function upstreamMessage(text: string): string {
  const read = errorSchema.safeParse(parseJson(text));
  return read.success ? read.data.message.slice(0, 500) : 'without a reason';
}

/** `undefined` for an HTML page of a proxy, for example. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
