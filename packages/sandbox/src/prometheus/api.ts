import { matchQuery } from '@strata/plugin-strata-common';
import { bearerToken, json, type Answer, type Request } from '../http/Server';
import type { Clock } from '../time/clock';
import {
  evaluateInstant,
  evaluateRange,
  isRangeQuery,
  type DataFault,
} from './evaluate';
import type { Slis } from './Slis';

/** What Prometheus answers to a request it cannot make sense of. */
class BadData extends Error {}

const longestRange = 11_000;

const problem = (status: number, errorType: string, error: string): Answer =>
  json(status, { status: 'error', errorType, error });

export const prometheusUnauthorized: Answer = {
  kind: 'text',
  status: 401,
  body: 'Unauthorized\n',
};

export const prometheusFailure = (error: unknown): Answer =>
  error instanceof BadData
    ? problem(400, 'bad_data', error.message)
    : problem(500, 'internal', String(error));

/**
 * Prometheus's query API for the queries that Strata sends, recognised by their
 * exact text; any other is refused, so that a new one cannot slip in unnoticed.
 */
export class PrometheusApi {
  dataFault: DataFault = { kind: 'none' };

  constructor(
    private readonly slis: Slis,
    private readonly clock: Clock,
    private readonly token: string,
  ) {}

  readonly handle = (request: Request): Answer => {
    if (request.path === '/-/healthy' || request.path === '/-/ready') {
      return { kind: 'text', status: 200, body: 'Prometheus is Healthy.\n' };
    }
    if (bearerToken(request) !== this.token) return prometheusUnauthorized;
    switch (request.path) {
      case '/api/v1/query':
        return this.#instant(parameters(request));
      case '/api/v1/query_range':
        return this.#range(parameters(request));
      case '/api/v1/status/buildinfo':
        return json(200, {
          status: 'success',
          data: { version: '3.5.0', revision: 'strata-sandbox' },
        });
      default:
        return { kind: 'text', status: 404, body: '404 page not found\n' };
    }
  };

  #instant(given: URLSearchParams): Answer {
    const query = recognised(given);
    if (isRangeQuery(query)) {
      throw new BadData('the sandbox answers this query on query_range only');
    }
    const now = this.clock.now();
    const at = given.has('time') ? time(given, 'time') : now / 1000;
    const result = evaluateInstant(
      query,
      this.slis.reporting(now),
      at,
      this.dataFault,
    );
    return json(200, {
      status: 'success',
      data: { resultType: 'vector', result },
    });
  }

  #range(given: URLSearchParams): Answer {
    const query = recognised(given);
    if (!isRangeQuery(query)) {
      throw new BadData('the sandbox answers this query on query only');
    }
    const start = time(given, 'start');
    const end = time(given, 'end');
    const step = seconds(given.get('step') ?? '');
    if (end < start) {
      throw new BadData(
        'invalid parameter "end": end timestamp must not be before start time',
      );
    }
    if (!(step > 0)) {
      throw new BadData(
        'zero or negative query resolution step widths are not accepted. Try a positive integer',
      );
    }
    if ((end - start) / step > longestRange) {
      throw new BadData(
        'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
      );
    }
    const result = evaluateRange(
      query,
      this.slis.reporting(this.clock.now()),
      { start, end, step },
      this.dataFault,
    );
    return json(200, {
      status: 'success',
      data: { resultType: 'matrix', result },
    });
  }
}

/** From the address, and from a form where one was posted. */
function parameters(request: Request): URLSearchParams {
  const all = new URLSearchParams(request.query);
  if (request.method === 'POST') {
    for (const [key, value] of new URLSearchParams(
      request.body.toString('utf8'),
    )) {
      all.set(key, value);
    }
  }
  return all;
}

function recognised(given: URLSearchParams) {
  const text = given.get('query') ?? '';
  const query = matchQuery(text);
  if (query) return query;
  throw new BadData(
    `invalid parameter "query": the sandbox answers Strata's own queries only, this is none of them: ${text.slice(
      0,
      200,
    )}`,
  );
}

function time(given: URLSearchParams, name: string): number {
  const text = given.get(name) ?? '';
  const value = /^\d+(\.\d+)?$/.test(text)
    ? Number(text)
    : Date.parse(text) / 1000;
  if (Number.isFinite(value)) return value;
  throw new BadData(
    `invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`,
  );
}

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

function seconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const match = /^(\d+)([smhd])$/.exec(text);
  if (match) return Number(match[1]) * (units[match[2] ?? ''] ?? NaN);
  throw new BadData(
    `invalid parameter "step": cannot parse "${text}" to a valid duration`,
  );
}
