import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  ApplicationRef,
  BulkSyncResult,
} from '@strata/plugin-strata-common';
import pLimit from 'p-limit';
import { GuardedError } from './Acting';
import { UpstreamError } from './argocd/UpstreamError';
import type { DeliveryActions } from './DeliveryActions';
import type { ParsedBulkSync } from './requests';

const atOnce = 4;

type Result = BulkSyncResult['results'][number];

const statuses: Readonly<Record<string, number>> = {
  InputError: 400,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
};

/** Many syncs with one reason; each is authorised, guarded and audited by itself. */
export class BulkSync {
  constructor(
    private readonly actions: Pick<DeliveryActions, 'sync'>,
    private readonly logger: LoggerService,
  ) {}

  async sync(
    { items, ...shared }: ParsedBulkSync,
    credentials: BackstageCredentials,
  ): Promise<BulkSyncResult> {
    const limit = pLimit(atOnce);
    return {
      results: await Promise.all(
        items.map(({ application, ...item }) =>
          limit(async (): Promise<Result> => {
            try {
              const accepted = await this.actions.sync(
                application,
                { ...shared, ...item, force: false, breakGlass: false },
                credentials,
              );
              return { kind: 'accepted', application, ...accepted };
            } catch (error) {
              return this.#refused(application, error);
            }
          }),
        ),
      ),
    };
  }

  #refused(application: ApplicationRef, error: unknown): Result {
    const { name, message } =
      error instanceof Error ? error : new Error(String(error));
    const refused = { kind: 'refused', application } as const;
    if (error instanceof GuardedError) {
      return { ...refused, status: 409, code: error.code, reason: message };
    }
    if (error instanceof UpstreamError) {
      return { ...refused, status: error.statusCode, reason: message };
    }
    const status = statuses[name];
    if (status !== undefined) return { ...refused, status, reason: message };
    this.logger.error('a sync of several failed', {
      application: application.name,
      error: message,
    });
    return { ...refused, status: 500, reason: 'It failed; see the log.' };
  }
}
