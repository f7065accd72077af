import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { EntityRef } from '@strata/plugin-strata-common';
import type {
  EntityAuthorizer,
  EntityDecisions,
  EntityPermission,
} from '../../authorize/EntityAuthorizer';

/** Allows exactly what is listed: person → names of permissions. */
export class PolicyByTable implements EntityAuthorizer {
  /** Every question a mutation asked, in order. */
  readonly asked: string[] = [];

  constructor(
    private readonly auth: AuthService,
    private readonly table: Record<string, readonly string[]>,
  ) {}

  async decide(credentials: BackstageCredentials): Promise<EntityDecisions> {
    const allowed = this.#allowed(credentials);
    return { allows: permission => allowed.includes(permission.name) };
  }

  async authorize(
    credentials: BackstageCredentials,
    permission: EntityPermission,
    entityRef: EntityRef,
  ) {
    this.asked.push(`${permission.name} on ${entityRef}`);
    if (!this.#allowed(credentials).includes(permission.name)) {
      throw new NotAllowedError(`may not ${permission.name} on ${entityRef}`);
    }
    return { userEntityRef: this.#person(credentials) };
  }

  #allowed(credentials: BackstageCredentials): readonly string[] {
    return this.table[this.#person(credentials)] ?? [];
  }

  #person(credentials: BackstageCredentials): string {
    return this.auth.isPrincipal(credentials, 'user')
      ? credentials.principal.userEntityRef
      : '';
  }
}
