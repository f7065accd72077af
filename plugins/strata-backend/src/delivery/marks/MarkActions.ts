import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  type ActionAccepted,
  deliveryMarkPermission,
  entityRef,
  type EntityRef,
  normalizeRepository,
} from '@strata/plugin-strata-common';
import type { AuditLog } from '../../audit/AuditLog';
import type { EntityAuthorizer } from '../../authorize/EntityAuthorizer';
import { actorOf } from '../actor';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import { nobodysEntity } from '../fleet/Fleet';
import type { ParsedMark } from '../requests';
import type { MarkLog } from './MarkLog';
import type { Marks } from './Marks';

const action = 'delivery.mark';

/**
 * Calls a revision good or bad: for one entity by whoever may on it, for
 * everything that uses the repository by those who may on everything.
 */
export class MarkActions {
  constructor(
    private readonly options: {
      auth: AuthService;
      authorizer: EntityAuthorizer;
      audit: AuditLog;
      index: ApplicationIndex;
      log: MarkLog;
      marks: Marks;
      clock: Clock;
    },
  ) {}

  /**
   * @throws NotFoundError where the entity has no Application of the repository
   * @throws NotAllowedError
   */
  async mark(
    request: ParsedMark,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { audit, log, marks, clock } = this.options;
    const entity =
      request.entityRef === undefined
        ? undefined
        : entityRef(request.entityRef);
    if (entity && !this.#uses(entity, request.repository)) {
      throw new NotFoundError(
        `${entity} has no Application of ${request.repository}`,
      );
    }
    const actor = await this.#allowed(request, entity, credentials);
    const earlier = await audit.findByIdempotencyKey(
      actor,
      action,
      request.idempotencyKey,
    );
    if (earlier) {
      if (earlier.target !== targetOf(request)) {
        throw new ConflictError(
          `idempotencyKey was used for ${earlier.target} before; make a new one for each intent`,
        );
      }
      return { auditId: earlier.id, performed: false };
    }
    const event = await audit.append({
      ...eventOf(request, entity, actor),
      decision: 'allowed',
      result: 'pending',
      idempotencyKey: request.idempotencyKey,
    });
    const { repository, revision, verdict, reason } = request;
    await log.append({
      repository,
      revision,
      verdict,
      reason,
      entityRef: entity,
      by: actor,
      at: new Date(clock.now()).toISOString(),
    });
    await audit.complete(event.id, { result: 'succeeded' });
    await marks.refresh();
    return { auditId: event.id, performed: true };
  }

  #uses(entity: EntityRef, repository: string): boolean {
    const wanted = normalizeRepository(repository);
    return this.options.index
      .forEntity(entity)
      .some(({ application }) =>
        application.sources.some(
          ({ repoUrl }) =>
            repoUrl !== undefined && normalizeRepository(repoUrl) === wanted,
        ),
      );
  }

  async #allowed(
    request: ParsedMark,
    entity: EntityRef | undefined,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const { auth, authorizer, audit } = this.options;
    try {
      if (entity) {
        const { userEntityRef } = await authorizer.authorize(
          credentials,
          deliveryMarkPermission,
          entity,
        );
        return userEntityRef;
      }
      if (!auth.isPrincipal(credentials, 'user')) {
        throw new NotAllowedError(`${action} needs a signed-in person`);
      }
      const decisions = await authorizer.decide(credentials, [
        deliveryMarkPermission,
      ]);
      const { userEntityRef } = credentials.principal;
      if (!decisions.allows(deliveryMarkPermission, nobodysEntity)) {
        throw new NotAllowedError(
          `${userEntityRef} may not mark a revision for everything that uses it; name an entity`,
        );
      }
      return userEntityRef;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotAllowedError') {
        await audit.append({
          ...eventOf(request, entity, actorOf(auth, credentials)),
          decision: 'denied',
          decisionReason: error.message,
          result: 'none',
        });
      }
      throw error;
    }
  }
}

const targetOf = ({ repository, revision }: ParsedMark) =>
  `revision:${repository}@${revision}`;

function eventOf(
  request: ParsedMark,
  entity: EntityRef | undefined,
  actor: string,
) {
  return {
    actor,
    action,
    entityRef: entity,
    target: targetOf(request),
    parameters: { verdict: request.verdict },
    reason: request.reason,
  };
}
