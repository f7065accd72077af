import {
  PrometheusDouble,
  type Reply,
  vector,
} from '../__testUtils__/PrometheusDouble';
import { parseValue } from './answers';
import { PrometheusClient } from './PrometheusClient';
import { PrometheusError } from './PrometheusError';

let prometheus: PrometheusDouble;
const clients: PrometheusClient[] = [];

beforeAll(async () => {
  prometheus = await PrometheusDouble.start();
});
afterEach(async () => {
  prometheus.received.length = 0;
  await Promise.all(clients.splice(0).map(made => made.close()));
});
afterAll(() => prometheus.stop());

function client(
  changes: Partial<ConstructorParameters<typeof PrometheusClient>[0]> = {},
) {
  const made = new PrometheusClient({
    name: 'main',
    url: prometheus.url,
    ca: prometheus.ca,
    ...changes,
  });
  clients.push(made);
  return made;
}

const answering = (reply: Reply) => {
  prometheus.intercept = () => reply;
};
const failure = (promise: Promise<unknown>): Promise<PrometheusError> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    error => {
      if (error instanceof PrometheusError) return error;
      throw error;
    },
  );
const refusal = (status: number, errorType: string, error: string): Reply => ({
  kind: 'json',
  status,
  body: { status: 'error', errorType, error },
});

describe('a query', () => {
  it('is a POST form with the token', async () => {
    answering(vector([]));
    await client({ token: 'secret' }).instant('up', 1_700_000_000);
    const [{ path, form, authorization }] = prometheus.received;
    expect(path).toBe('POST /api/v1/query');
    expect(form.get('query')).toBe('up');
    expect(form.get('time')).toBe('1700000000');
    expect(authorization).toBe('Bearer secret');
  });

  it('carries a range as it is', async () => {
    prometheus.intercept = () => undefined;
    prometheus.slos = { 'a.b.c': { sli: 'probe', bad: 1, total: 10 } };
    const { result } = await client().range(
      'sum_over_time(slo:sli_bad:increase5m{slo_id="a.b.c"}[600s])',
      { fromSeconds: 600, toSeconds: 1800, stepSeconds: 600 },
    );
    expect(prometheus.received[0].path).toBe('POST /api/v1/query_range');
    expect(result).toEqual([
      {
        labels: { slo_id: 'a.b.c', sli: 'probe' },
        points: [
          [600, 2],
          [1200, 2],
          [1800, 2],
        ],
      },
    ]);
  });

  it('reads NaN and infinities, which are no JSON numbers', async () => {
    answering(
      vector(
        ['NaN', '+Inf', '-Inf', '1e+06', '0.1'].map(value => ({
          metric: {},
          value,
        })),
      ),
    );
    const { result } = await client().instant('up', 0);
    expect(result.map(({ value }) => value)).toEqual([
      NaN,
      Infinity,
      -Infinity,
      1_000_000,
      0.1,
    ]);
  });

  it.each(['', ' ', 'abc', '1,5', 'undefined'])(
    'takes %j for no number',
    text => {
      expect(parseValue(text)).toBeUndefined();
    },
  );

  it('keeps what Prometheus says beside the data', async () => {
    answering(
      vector([], 0, {
        warnings: ['PromQL warning: quantile outside [0, 1]'],
        infos: ['PromQL info: metric might not be a counter'],
      }),
    );
    expect((await client().instant('up', 0)).notes).toHaveLength(2);
  });
});

describe('a failure', () => {
  it.each<[string, Reply, PrometheusError['failure'], RegExp]>([
    [
      'a refused query',
      refusal(400, 'bad_data', 'parse error'),
      'bad_data',
      /main: refused the query: parse error/,
    ],
    [
      'the sample limit',
      refusal(
        422,
        'execution',
        'query processing would load too many samples into memory in query execution',
      ),
      'execution',
      /raise --query.max-samples/,
    ],
    [
      'another execution error',
      refusal(422, 'execution', 'many-to-many matching'),
      'execution',
      /could not run the query: many-to-many/,
    ],
    [
      'a query given up',
      refusal(503, 'timeout', 'query timed out'),
      'timeout',
      /gave the query up/,
    ],
    [
      'an unknown error type',
      refusal(500, 'internal', 'boom'),
      'http_status',
      /answered 500: boom/,
    ],
    [
      'a rejected token',
      { kind: 'text', status: 401, body: 'no' },
      'http_status',
      /renew it in strata.sla.prometheus/,
    ],
    [
      'a page of a proxy',
      { kind: 'text', status: 502, body: '<html>' },
      'http_status',
      /answered 502; is its url/,
    ],
    [
      'a wrong address',
      { kind: 'text', status: 404, body: 'not found' },
      'http_status',
      /answered 404/,
    ],
    [
      'HTML with 200',
      { kind: 'text', body: '<html>' },
      'bad_answer',
      /not JSON or was cut off/,
    ],
    [
      'another JSON',
      { kind: 'json', body: { ok: true } },
      'bad_answer',
      /not one of the query API: status/,
    ],
    [
      'a matrix for a vector',
      {
        kind: 'json',
        body: { status: 'success', data: { resultType: 'matrix', result: [] } },
      },
      'bad_answer',
      /resultType/,
    ],
    [
      'a value that is no number',
      vector([{ metric: {}, value: 'many' }]),
      'bad_answer',
      /"many" is not a number/,
    ],
    [
      'half an answer',
      { kind: 'cut', body: '{"status":"success","data"' },
      'unreachable',
      /connection broke/,
    ],
    [
      'a partial answer',
      vector([], 0, {
        warnings: [
          'receive series from Addr: thanos-store:10901: connection refused',
        ],
      }),
      'partial',
      /may be incomplete: receive series/,
    ],
  ])('of %s says so', async (_, reply, kind, message) => {
    answering(reply);
    const error = await failure(client().instant('up', 0));
    expect(error.failure).toBe(kind);
    expect(error.message).toMatch(message);
  });

  it('of silence is a timeout', async () => {
    answering({ kind: 'silence' });
    const error = await failure(client({ timeoutMs: 100 }).instant('up', 0));
    expect(error).toMatchObject({ failure: 'timeout', statusCode: 504 });
    expect(error.message).toBe('Prometheus main: no answer within 0.1 s');
  });

  it('of a certificate nobody vouches for is no connection', async () => {
    const error = await failure(client({ ca: undefined }).instant('up', 0));
    expect(error.failure).toBe('unreachable');
    expect(error.message).toMatch(/certificate/);
  });

  it('of a closed port is no connection', async () => {
    const error = await failure(
      client({ url: 'https://localhost:1' }).instant('up', 0),
    );
    expect(error).toMatchObject({ failure: 'unreachable', statusCode: 502 });
  });
});
