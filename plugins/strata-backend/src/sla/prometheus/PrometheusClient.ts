import { Agent, type Dispatcher, request } from 'undici';
import type { z } from 'zod';
import {
  errorAnswer,
  isAboutTheQuery,
  matrixAnswer,
  parseValue,
  vectorAnswer,
} from './answers';
import { PrometheusError } from './PrometheusError';

export interface PrometheusClientOptions {
  name: string;
  url: string;
  /** PEM; the system's authorities where left out. */
  ca?: string;
  token?: string;
  /** For the whole answer. Default 20 seconds. */
  timeoutMs?: number;
}

export interface VectorSample {
  labels: Record<string, string>;
  value: number;
}
export interface MatrixSeries {
  labels: Record<string, string>;
  /** Seconds since the epoch, value. */
  points: [number, number][];
}
/** An answer with what Prometheus said beside the data. */
export interface Noted<T> {
  result: T;
  notes: string[];
}

const largestAnswerBytes = 64 * 1024 * 1024;

/** The query API of one Prometheus (or what speaks it) over HTTP POST. */
export class PrometheusClient {
  readonly name: string;
  readonly #url: string;
  readonly #token: string | undefined;
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;

  constructor(options: PrometheusClientOptions) {
    this.name = options.name;
    this.#url = options.url.replace(/\/+$/, '');
    this.#token = options.token;
    this.#timeoutMs = options.timeoutMs ?? 20_000;
    this.#dispatcher = new Agent({
      connect: { ca: options.ca, timeout: Math.min(this.#timeoutMs, 5_000) },
      connections: 8,
      maxResponseSize: largestAnswerBytes,
    });
  }

  async instant(
    query: string,
    atSeconds: number,
    signal?: AbortSignal,
  ): Promise<Noted<VectorSample[]>> {
    const answer = await this.#post(
      '/api/v1/query',
      { query, time: String(atSeconds) },
      vectorAnswer,
      signal,
    );
    return {
      notes: this.#notes(answer),
      result: answer.data.result.map(({ metric, value: [, text] }) => ({
        labels: metric,
        value: this.#value(text),
      })),
    };
  }

  async range(
    query: string,
    range: { fromSeconds: number; toSeconds: number; stepSeconds: number },
    signal?: AbortSignal,
  ): Promise<Noted<MatrixSeries[]>> {
    const answer = await this.#post(
      '/api/v1/query_range',
      {
        query,
        start: String(range.fromSeconds),
        end: String(range.toSeconds),
        step: String(range.stepSeconds),
      },
      matrixAnswer,
      signal,
    );
    return {
      notes: this.#notes(answer),
      result: answer.data.result.map(({ metric, values }) => ({
        labels: metric,
        points: values.map(([at, text]) => [at, this.#value(text)]),
      })),
    };
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #post<T extends z.ZodType>(
    path: string,
    form: Record<string, string>,
    schema: T,
    signal?: AbortSignal,
  ): Promise<z.output<T>> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    let status: number;
    let text: string;
    try {
      const response = await request(`${this.#url}${path}`, {
        method: 'POST',
        dispatcher: this.#dispatcher,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        },
        body: new URLSearchParams({
          ...form,
          timeout: `${this.#timeoutMs}ms`,
        }).toString(),
      });
      status = response.statusCode;
      text = await response.body.text();
    } catch (error) {
      throw this.#broken(error, timeout.aborted);
    }
    const body = parseJson(text);
    if (status < 200 || status > 299) throw this.#refused(status, body);
    const read = schema.safeParse(body);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw this.#error(
        'bad_answer',
        body === undefined
          ? 'the answer is not JSON or was cut off'
          : `the answer is not one of the query API: ${issue.path.join('.')} ${
              issue.message
            }`,
      );
    }
    return read.data;
  }

  #error(
    failure: PrometheusError['failure'],
    message: string,
  ): PrometheusError {
    return new PrometheusError(`Prometheus ${this.name}: ${message}`, failure);
  }

  #broken(error: unknown, timedOut: boolean): PrometheusError {
    const { code = '', message } = error as { code?: string; message: string };
    if (timedOut || code.endsWith('_TIMEOUT')) {
      return this.#error(
        'timeout',
        `no answer within ${this.#timeoutMs / 1000} s`,
      );
    }
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
      return this.#error(
        'bad_answer',
        `the answer is larger than ${largestAnswerBytes} bytes`,
      );
    }
    if (code === 'UND_ERR_SOCKET') {
      return this.#error('unreachable', `the connection broke: ${message}`);
    }
    return this.#error('unreachable', `no connection: ${message || code}`);
  }

  #refused(status: number, body: unknown): PrometheusError {
    const read = errorAnswer.safeParse(body);
    if (!read.success) {
      return this.#error(
        'http_status',
        status === 401 || status === 403
          ? `answered ${status}: it does not accept the token; renew it in strata.sla.prometheus`
          : `answered ${status}; is its url the address of the query API?`,
      );
    }
    const { errorType, error } = read.data;
    const said = error.slice(0, 500);
    switch (errorType) {
      case 'bad_data':
        return this.#error('bad_data', `refused the query: ${said}`);
      case 'timeout':
      case 'canceled':
        return this.#error('timeout', `gave the query up: ${said}`);
      case 'execution':
        return this.#error(
          'execution',
          said.includes('too many samples')
            ? `the query reads more samples than it allows; raise --query.max-samples (${said})`
            : `could not run the query: ${said}`,
        );
      default:
        return this.#error('http_status', `answered ${status}: ${said}`);
    }
  }

  #notes(answer: { warnings?: string[]; infos?: string[] }): string[] {
    const missing = answer.warnings?.find(text => !isAboutTheQuery(text));
    if (missing !== undefined) {
      throw this.#error(
        'partial',
        `the answer may be incomplete: ${missing.slice(0, 500)}`,
      );
    }
    return [...(answer.warnings ?? []), ...(answer.infos ?? [])];
  }

  #value(text: string): number {
    const value = parseValue(text);
    if (value === undefined) {
      throw this.#error(
        'bad_answer',
        `${JSON.stringify(text)} is not a number`,
      );
    }
    return value;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
