import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { AuditEvent } from '@strata/plugin-strata-common';
import type { AuditActivity, AuditLog, PendingAudit } from './AuditLog';
import type { DatabaseAuditLog } from './DatabaseAuditLog';

/**
 * Our database holds the record; Backstage's auditor hears of it as well, so
 * that it reaches where a company collects such events. A failing auditor is
 * logged and undoes nothing.
 */
export class ForwardingAuditLog
  implements AuditLog, PendingAudit, AuditActivity
{
  constructor(
    private readonly log: DatabaseAuditLog,
    private readonly auditor: AuditorService,
    private readonly logger: LoggerService,
  ) {}

  async append(event: Parameters<AuditLog['append']>[0]) {
    const stored = await this.log.append(event);
    if (stored.result !== 'pending') await this.#forward(stored);
    return stored;
  }

  async complete(...[id, ending]: Parameters<AuditLog['complete']>) {
    const before = await this.log.get(id);
    await this.log.complete(id, ending);
    const after = await this.log.get(id);
    if (before?.result === 'pending' && after) await this.#forward(after);
  }

  findByIdempotencyKey(...args: Parameters<AuditLog['findByIdempotencyKey']>) {
    return this.log.findByIdempotencyKey(...args);
  }

  list(filter: Parameters<AuditLog['list']>[0]) {
    return this.log.list(filter);
  }

  activity(filter: Parameters<AuditActivity['activity']>[0]) {
    return this.log.activity(filter);
  }

  pending(action: string) {
    return this.log.pending(action);
  }

  async #forward(event: AuditEvent): Promise<void> {
    try {
      const forwarded = await this.auditor.createEvent({
        eventId: event.action.replaceAll('.', '-'),
        severityLevel: event.decision === 'allowed' ? 'medium' : 'high',
        meta: {
          auditId: event.id,
          actor: event.actor,
          target: event.target,
          entityRef: event.entityRef ?? null,
          reason: event.reason ?? null,
          decision: event.decision,
        },
      });
      if (event.decision === 'allowed' && event.result !== 'failed') {
        await forwarded.success();
      } else {
        await forwarded.fail({
          error: new Error(
            event.decisionReason ?? event.resultMessage ?? event.decision,
          ),
        });
      }
    } catch (error) {
      this.logger.error(
        `audit event ${event.id} is stored but did not reach the auditor`,
        error instanceof Error ? error : new Error(String(error)),
      );
    }
  }
}
