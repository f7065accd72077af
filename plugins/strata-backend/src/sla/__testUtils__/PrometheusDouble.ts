import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  accountingStepSeconds,
  durationSeconds,
  matchQuery,
  type MatchedQuery,
} from '@strata/plugin-strata-common';
import { generate } from 'selfsigned';

/** What the server does with one request. */
export type Reply =
  | { kind: 'json'; status?: number; body: unknown }
  | { kind: 'text'; status?: number; body: string }
  /** Accepts the request and never answers. */
  | { kind: 'silence' }
  /** Begins an answer and closes the connection. */
  | { kind: 'cut'; body: string };

export interface Received {
  path: string;
  form: URLSearchParams;
  authorization: string | undefined;
  query: MatchedQuery | undefined;
}

/** Events of five minutes that an SLO records without end. */
export interface SteadySlo {
  sli: string;
  bad: number;
  total: number;
  /** Samples that are missing at the end. */
  silentSeconds?: number;
}

/** A query API over TLS, of whose answers a test has the say. */
export class PrometheusDouble {
  readonly received: Received[] = [];
  /** SLOs that it answers for as a Prometheus would. */
  slos: Record<string, SteadySlo> = {};
  /** Overrides an answer; undefined = the usual one. */
  intercept: (request: Received) => Reply | undefined = () => undefined;

  private constructor(private readonly server: Server, readonly ca: string) {}

  static async start(): Promise<PrometheusDouble> {
    const pems = generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    });
    const server = createServer({ key: pems.private, cert: pems.cert });
    const double = new PrometheusDouble(server, pems.cert);
    server.on('request', async (req, res) => {
      let text = '';
      for await (const chunk of req) text += chunk;
      const form = new URLSearchParams(text);
      const request: Received = {
        path: `${req.method} ${req.url}`,
        form,
        authorization: req.headers.authorization,
        query: matchQuery(form.get('query') ?? ''),
      };
      double.received.push(request);
      const reply = double.intercept(request) ?? double.usual(request);
      switch (reply.kind) {
        case 'json':
          res.writeHead(reply.status ?? 200, {
            'content-type': 'application/json',
          });
          res.end(JSON.stringify(reply.body));
          break;
        case 'text':
          res.writeHead(reply.status ?? 200);
          res.end(reply.body);
          break;
        case 'silence':
          break;
        case 'cut':
          res.writeHead(200, { 'content-length': reply.body.length + 100 });
          res.write(reply.body, () => res.destroy());
          break;
        default:
          reply satisfies never;
      }
    });
    await new Promise<void>(resolve => {
      server.listen(0, 'localhost', resolve);
    });
    return double;
  }

  get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  get caData(): string {
    return Buffer.from(this.ca).toString('base64');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  usual({ form, query }: Received): Reply {
    if (!query) {
      return {
        kind: 'json',
        status: 400,
        body: {
          status: 'error',
          errorType: 'bad_data',
          error: `not a query of Strata: ${form.get('query')}`,
        },
      };
    }
    switch (query.name) {
      case 'bad_in_windows':
      case 'total_in_windows':
      case 'samples_in_windows':
        return this.#windows(form, query.name, query.params.windows);
      case 'last_sample':
        return vector(
          Object.entries(this.slos).map(([id, slo]) => ({
            metric: { slo_id: id, sli: slo.sli },
            value: String(
              Number(form.get('time')) - 60 - (slo.silentSeconds ?? 0),
            ),
          })),
        );
      case 'bad_per_step':
      case 'total_per_step':
        return this.#steps(form, query.name, query.params.sloId);
      default:
        return query satisfies never;
    }
  }

  #windows(
    form: URLSearchParams,
    name: 'bad_in_windows' | 'total_in_windows' | 'samples_in_windows',
    windows: readonly string[],
  ): Reply {
    const at = Number(form.get('time'));
    return vector(
      windows.flatMap(window =>
        Object.entries(this.slos).map(([id, { sli, bad, total }]) => {
          const samples = durationSeconds(window) / accountingStepSeconds;
          const each = {
            bad_in_windows: bad,
            total_in_windows: total,
            samples_in_windows: 1,
          }[name];
          return {
            metric: { slo_id: id, sli, window },
            value: String(each * samples),
          };
        }),
      ),
      at,
    );
  }

  #steps(
    form: URLSearchParams,
    name: 'bad_per_step' | 'total_per_step',
    id: string,
  ): Reply {
    const slo = this.slos[id];
    const step = Number(form.get('step'));
    const values: [number, string][] = [];
    for (
      let at = Number(form.get('start'));
      slo && at <= Number(form.get('end'));
      at += step
    ) {
      const each = name === 'bad_per_step' ? slo.bad : slo.total;
      values.push([at, String((each * step) / accountingStepSeconds)]);
    }
    return {
      kind: 'json',
      body: {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: slo ? [{ metric: { slo_id: id, sli: slo.sli }, values }] : [],
        },
      },
    };
  }
}

/** A vector as the query API writes it. */
export function vector(
  result: { metric: Record<string, string>; value: string }[],
  at = 0,
  notes: { warnings?: string[]; infos?: string[] } = {},
): Reply {
  return {
    kind: 'json',
    body: {
      status: 'success',
      data: {
        resultType: 'vector',
        result: result.map(({ metric, value }) => ({
          metric,
          value: [at, value],
        })),
      },
      ...notes,
    },
  };
}
