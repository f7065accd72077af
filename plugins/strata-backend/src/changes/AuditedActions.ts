import type { BackstageCredentials } from '@backstage/backend-plugin-api';
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
    try {
      const done = await run();
      await this.audit.complete(event.id, { result: 'succeeded' });
      return done;
    } catch (error) {
      await this.audit.complete(event.id, {
        result: 'failed',
        message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
  }
}
