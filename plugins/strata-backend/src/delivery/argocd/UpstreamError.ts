import { CustomErrorBase } from '@backstage/errors';

/** Whether the upstream acted: only `unknown` leaves it open. */
export type UpstreamOutcome = 'refused' | 'not_sent' | 'unknown';

/** 502: Argo CD answered with an error of ours or its own, or not at all. */
export class UpstreamError extends CustomErrorBase {
  override name = 'UpstreamError';
  readonly statusCode: 502 | 504;

  constructor(
    message: string,
    readonly outcome: UpstreamOutcome,
    readonly timedOut = false,
  ) {
    super(message);
    this.statusCode = timedOut ? 504 : 502;
  }
}
