import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { AuthorizedAudit } from './AuthorizedAudit';
import { DatabaseAuditLog } from './DatabaseAuditLog';
import { ForwardingAuditLog } from './ForwardingAuditLog';
import { createAuditRouter } from './router';

export interface AuditOptions {
  /** Migrated: the plugin runs its one migrations folder before. */
  knex: Knex;
  auditor: AuditorService;
  logger: LoggerService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  now: () => Date;
}

export function createAudit({
  knex,
  auditor,
  logger,
  httpAuth,
  permissions,
  now,
}: AuditOptions) {
  const log = new ForwardingAuditLog(
    new DatabaseAuditLog(knex, now),
    auditor,
    logger,
  );
  return {
    log,
    router: createAuditRouter({
      audit: new AuthorizedAudit(log, permissions),
      httpAuth,
    }),
  };
}
