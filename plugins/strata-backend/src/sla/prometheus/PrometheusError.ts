import { CustomErrorBase } from '@backstage/errors';

/** Why an answer of Prometheus cannot be used. */
export type PrometheusFailure =
  /** No connection: refused, unknown host, certificate. */
  | 'unreachable'
  | 'timeout'
  /** Its HTTP status, without an error of the query API in the body. */
  | 'http_status'
  /** The query API refused the query (`bad_data`, 400). */
  | 'bad_data'
  /** The query was understood and could not be run (`execution`, 422): the sample limit. */
  | 'execution'
  /** Not the JSON of the query API, cut off, or a number that is none. */
  | 'bad_answer'
  /** The answer says that data may be missing from it. */
  | 'partial';

/** 502 or 504: an upstream failed while somebody waited for it. */
export class PrometheusError extends CustomErrorBase {
  override name = 'PrometheusError';
  readonly statusCode: 502 | 504;

  constructor(message: string, readonly failure: PrometheusFailure) {
    super(message);
    this.statusCode = failure === 'timeout' ? 504 : 502;
  }
}
