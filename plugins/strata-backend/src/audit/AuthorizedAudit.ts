import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { auditReadPermission } from '@strata/plugin-strata-common';
import type { AuditPage } from '@strata/plugin-strata-common';
import type { AuditLog } from './AuditLog';

/** The audit for those the policy lets read it: auditors and admins. */
export class AuthorizedAudit {
  constructor(
    private readonly log: Pick<AuditLog, 'list'>,
    private readonly permissions: PermissionsService,
  ) {}

  /** @throws NotAllowedError */
  async list(
    filter: Parameters<AuditLog['list']>[0],
    credentials: BackstageCredentials,
  ): Promise<AuditPage> {
    const [decision] = await this.permissions.authorize(
      [{ permission: auditReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError('the audit is for auditors and admins');
    }
    return this.log.list(filter);
  }
}
