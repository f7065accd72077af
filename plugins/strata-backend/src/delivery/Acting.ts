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
  type ApplicationRecord,
  type ApplicationRef,
  type DeliveryCell,
  deliveryBreakGlassPermission,
  entityRef,
  type EntityRef,
  type Guard,
} from '@strata/plugin-strata-common';
import type { AuditLog } from '../audit/AuditLog';
import type {
  EntityAuthorizer,
  EntityPermission,
} from '../authorize/EntityAuthorizer';
import { actorOf } from './actor';
import type { ArgoCdApi } from './argocd/ArgoCdApi';
import type { ArgoCdInstances } from './argocd/ArgoCdInstances';
import { UpstreamError } from './argocd/UpstreamError';
import { checkNames, targetOf } from './applicationTarget';
import type { DeliveryGuards } from './DeliveryGuards';
import type { Locks } from './locks/Locks';
import type { Marks } from './marks/Marks';
import type { OperationFollower, Recognition } from './OperationFollower';

/** A 409 that says which guard stood in the way. */
export class GuardedError extends ConflictError {
  override name = 'ConflictError' as const;
  readonly code: string;

  constructor(guard: Guard) {
    super(guard.reason);
    this.code = guard.code;
  }
}

/** One thing a person asks for, on one Application. */
export interface Act {
  action: string;
  ref: ApplicationRef;
  idempotencyKey: string;
  reason?: string;
  /** Locks in force are to be broken. */
  breakGlass?: boolean;
  /** For the audit, as far as they are known by then. */
  parameters: () => Record<string, unknown>;
  permissions: (cell: DeliveryCell) => EntityPermission[];
  guards: (cell: DeliveryCell) => Guard[] | Promise<Guard[]>;
  perform: (
    api: ArgoCdApi,
    application: ApplicationRecord,
    event: { auditId: string; actor: string },
  ) => Promise<void>;
  /** Completes by itself, or with an operation, recognised so. */
  ends: 'with_call' | (() => Recognition);
}

export interface ActingOptions {
  auth: AuthService;
  authorizer: EntityAuthorizer;
  audit: AuditLog;
  guards: DeliveryGuards;
  locks: Locks;
  marks: Marks;
  argocd: ArgoCdInstances;
  follower: OperationFollower;
}

/**
 * Every act in one order: names, person, relation, permission, repetition,
 * guards, audit, upstream. Nothing is sent before the audit holds it.
 */
export class Acting {
  constructor(private readonly options: ActingOptions) {}

  async act(
    credentials: BackstageCredentials,
    act: Act,
  ): Promise<ActionAccepted> {
    checkNames(act.ref);
    const actor = await this.#person(credentials, act);
    const cell = this.options.guards.cell(act.ref);
    const application = cell?.claim?.application;
    if (!cell || !application) {
      throw new NotFoundError(
        `No entity owns an Application ${targetOf(act.ref)}`,
      );
    }
    const entity = entityRef(cell.row.entityRef);
    await this.#authorize(credentials, act, actor, entity, cell);
    const earlier = await this.#earlier(actor, act);
    if (earlier) return earlier;
    const access = this.options.argocd.access(application);
    // Another replica may have written marks since the last look.
    await this.options.marks.refresh();
    const [guard] = await act.guards(cell);
    if (guard || access.kind === 'unavailable') {
      const found: Guard = guard ?? {
        code: 'not_configured',
        reason: access.kind === 'unavailable' ? access.reason : '',
      };
      await this.#record(act, actor, entity, {
        decision: 'guarded',
        decisionReason: `${found.code}: ${found.reason}`,
        result: 'none',
      });
      throw new GuardedError(found);
    }
    return this.#perform(access.api, act, actor, entity, application);
  }

  async #person(credentials: BackstageCredentials, act: Act): Promise<string> {
    const { auth } = this.options;
    if (auth.isPrincipal(credentials, 'user')) {
      return credentials.principal.userEntityRef;
    }
    const reason = `${act.action} needs a signed-in person; a service may not act in nobody's name`;
    await this.#record(act, actorOf(auth, credentials), undefined, {
      decision: 'denied',
      decisionReason: reason,
      result: 'none',
    });
    throw new NotAllowedError(reason);
  }

  async #authorize(
    credentials: BackstageCredentials,
    act: Act,
    actor: string,
    entity: EntityRef,
    cell: DeliveryCell,
  ): Promise<void> {
    const { authorizer, locks } = this.options;
    const permissions = [
      ...act.permissions(cell),
      ...(act.breakGlass ? [deliveryBreakGlassPermission] : []),
    ];
    const held = act.breakGlass
      ? locks.holding(entity, cell.row.environment)
      : [];
    for (const permission of permissions) {
      try {
        await authorizer.authorize(credentials, permission, entity);
        const refusing = locks.refusing(held, actor);
        if (refusing) {
          throw new NotAllowedError(
            `${actor} may not break the lock ${refusing.name}: it names the teams that may`,
          );
        }
      } catch (error) {
        if (error instanceof Error && error.name === 'NotAllowedError') {
          await this.#record(act, actor, entity, {
            decision: 'denied',
            decisionReason: error.message,
            result: 'none',
          });
        }
        throw error;
      }
    }
  }

  /**
   * What an earlier POST with the same key came to.
   *
   * @throws ConflictError where it failed: told as accepted, nobody would act
   */
  async #earlier(
    actor: string,
    { action, ref, idempotencyKey }: Act,
  ): Promise<ActionAccepted | undefined> {
    const event = await this.options.audit.findByIdempotencyKey(
      actor,
      action,
      idempotencyKey,
    );
    if (!event) return undefined;
    if (event.target !== targetOf(ref)) {
      throw new ConflictError(
        `idempotencyKey was used for ${event.target} before; make a new one for each intent`,
      );
    }
    if (event.result === 'failed') {
      throw new ConflictError(
        `It was asked for under this idempotencyKey before and failed: ${
          event.resultMessage ?? 'no reason is known'
        }. To try again, ask with a new key.`,
      );
    }
    return { auditId: event.id, performed: false };
  }

  async #perform(
    api: ArgoCdApi,
    act: Act,
    actor: string,
    entity: EntityRef,
    application: ApplicationRecord,
  ): Promise<ActionAccepted> {
    const { audit, follower } = this.options;
    let auditId: string;
    try {
      const event = await this.#record(
        act,
        actor,
        entity,
        { decision: 'allowed', result: 'pending' },
        act.idempotencyKey,
      );
      auditId = event.id;
    } catch (error) {
      // Two POSTs with one key at once: the second finds the first.
      const earlier = await this.#earlier(actor, act);
      if (earlier) return earlier;
      throw error;
    }
    try {
      await act.perform(api, application, { auditId, actor });
    } catch (error) {
      // After a timeout nobody knows yet: the cluster will tell.
      if (
        error instanceof UpstreamError &&
        error.outcome === 'unknown' &&
        act.ends !== 'with_call'
      ) {
        follower.follow(auditId, act.ref, act.ends());
      } else {
        await audit.complete(auditId, {
          result: 'failed',
          message: error instanceof Error ? error.message : String(error),
        });
      }
      throw error;
    }
    if (act.ends === 'with_call') {
      await audit.complete(auditId, { result: 'succeeded' });
    } else {
      follower.follow(auditId, act.ref, act.ends());
    }
    return { auditId, performed: true };
  }

  #record(
    { action, ref, reason, breakGlass, parameters }: Act,
    actor: string,
    entity: EntityRef | undefined,
    outcome: Pick<
      Parameters<AuditLog['append']>[0],
      'decision' | 'decisionReason' | 'result'
    >,
    idempotencyKey?: string,
  ) {
    return this.options.audit.append({
      actor,
      action,
      entityRef: entity,
      target: targetOf(ref),
      parameters: { ...parameters(), ...(breakGlass && { breakGlass }) },
      reason,
      idempotencyKey,
      ...outcome,
    });
  }
}
