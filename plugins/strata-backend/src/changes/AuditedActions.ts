import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { EntityRef } from '@strata/plugin-strata-common';
import type { AuditLog } from '../audit/AuditLog';
import type {
  EntityAuthorizer,
  EntityPermission,
} from '../authorize/EntityAuthorizer';

interface Act {
  /** `change.merge`. */
  action: string;
  entityRef: EntityRef;
  target: string;
  /** Names only: values of a form never reach the audit. */
  parameters: Record<string, string>;
}

/** Authorises and performs, and leaves both in the audit. */
export class AuditedActions {
  constructor(
    private readonly audit: AuditLog,
    private readonly authorizer: EntityAuthorizer,
    private readonly userOf: (
      credentials: BackstageCredentials,
    ) => string | undefined,
    private readonly logger: LoggerService,
  ) {}

  isBy(userEntityRef: string, credentials: BackstageCredentials): boolean {
    return this.userOf(credentials) === userEntityRef;
  }

  /** Throws NotAllowedError, after writing down who was refused what. */
  async authorize(
    credentials: BackstageCredentials,
    { permission, ...act }: Act & { permission: EntityPermission },
  ): Promise<{ userEntityRef: string }> {
    try {
      return await this.authorizer.authorize(
        credentials,
        permission,
        act.entityRef,
      );
    } catch (error) {
      const actor = this.userOf(credentials);
      if (actor && error instanceof Error && error.name === 'NotAllowedError') {
        await this.audit.append({
          actor,
          ...act,
          decision: 'denied',
          decisionReason: error.message,
          result: 'none',
        });
      }
      throw error;
    }
  }

  /** Nothing is done before the audit holds it. */
  async perform<T>(
    act: Act & { actor: string },
    run: () => Promise<T>,
  ): Promise<T> {
    const event = await this.audit.append({
      ...act,
      decision: 'allowed',
      result: 'pending',
    });
    const done = await run().catch(async error => {
      await this.#complete(event.id, {
        result: 'failed',
        message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    });
    await this.#complete(event.id, { result: 'succeeded' });
    return done;
  }

  /** What was done stays done, and what failed keeps its own reason. */
  async #complete(
    id: string,
    result: Parameters<AuditLog['complete']>[1],
  ): Promise<void> {
    try {
      await this.audit.complete(id, result);
    } catch (error) {
      this.logger.error(
        `audit event ${id} stays pending: it ${result.result}, but that could not be written`,
        error as Error,
      );
    }
  }
}
