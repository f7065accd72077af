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
  deliveryPrunePermission,
  deliveryRefreshPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  entityRef,
  type EntityRef,
  type Guard,
  operationInfos,
  refreshGuards,
  syncGuards,
} from '@strata/plugin-strata-common';
import type { AuditLog } from '../audit/AuditLog';
import type {
  EntityAuthorizer,
  EntityPermission,
} from '../authorize/EntityAuthorizer';
import type { ArgoCdApi } from './argocd/ArgoCdApi';
import type { ArgoCdInstances } from './argocd/ArgoCdInstances';
import { UpstreamError } from './argocd/UpstreamError';
import { checkNames, targetOf } from './applicationTarget';
import type { DeliveryGuards } from './DeliveryGuards';
import type { OperationFollower } from './OperationFollower';
import type { ParsedRefresh, ParsedSync } from './requests';

export const syncAction = 'delivery.sync';
export const refreshAction = 'delivery.refresh';

/** A 409 that says which guard stood in the way. */
export class GuardedError extends ConflictError {
  override name = 'ConflictError' as const;
  readonly code: string;

  constructor(guard: Guard) {
    super(guard.reason);
    this.code = guard.code;
  }
}

interface Act {
  action: typeof syncAction | typeof refreshAction;
  ref: ApplicationRef;
  idempotencyKey: string;
  reason?: string;
  parameters: Record<string, unknown>;
  permissions: (cell: DeliveryCell) => EntityPermission[];
  guards: (cell: DeliveryCell) => Guard[];
  perform: (
    api: ArgoCdApi,
    application: ApplicationRecord,
    event: { auditId: string; actor: string },
  ) => Promise<void>;
  /** Completes by itself, or with an operation that has to be followed. */
  ends: 'with_call' | 'with_operation';
}

export interface DeliveryActionsOptions {
  auth: AuthService;
  authorizer: EntityAuthorizer;
  audit: AuditLog;
  guards: DeliveryGuards;
  argocd: ArgoCdInstances;
  follower: OperationFollower;
}

/**
 * Every act in one order: names, person, relation, permission, repetition,
 * guards, audit, upstream. Nothing is sent before the audit holds it.
 */
export class DeliveryActions {
  constructor(private readonly options: DeliveryActionsOptions) {}

  sync(
    ref: ApplicationRef,
    request: ParsedSync,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { idempotencyKey, reason, gateHash, prune, dryRun } = request;
    return this.#act(credentials, {
      action: syncAction,
      ref,
      idempotencyKey,
      reason,
      parameters: { prune, dryRun },
      permissions: cell => [
        cell.row.gate.gated
          ? deliverySyncGatedPermission
          : deliverySyncPermission,
        ...(prune ? [deliveryPrunePermission] : []),
      ],
      guards: cell =>
        syncGuards(
          cell,
          { gateHash, reason },
          this.options.guards.context(cell),
        ),
      perform: (api, application, { auditId, actor }) =>
        api.sync(application, {
          prune,
          dryRun,
          infos: {
            [operationInfos.person]: actor,
            ...(reason && { [operationInfos.reason]: reason }),
            [operationInfos.audit]: auditId,
          },
        }),
      ends: 'with_operation',
    });
  }

  refresh(
    ref: ApplicationRef,
    request: ParsedRefresh,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { idempotencyKey, hard } = request;
    return this.#act(credentials, {
      action: refreshAction,
      ref,
      idempotencyKey,
      parameters: { hard },
      permissions: () => [deliveryRefreshPermission],
      guards: cell => refreshGuards(cell, this.options.guards.context(cell)),
      perform: (api, application) =>
        api.refresh(application, hard ? 'hard' : 'normal'),
      ends: 'with_call',
    });
  }

  async #act(
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
    const [guard] = act.guards(cell);
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
    const actor = auth.isPrincipal(credentials, 'service')
      ? credentials.principal.subject
      : 'nobody';
    await this.#record(act, actor, undefined, {
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
    for (const permission of act.permissions(cell)) {
      try {
        await this.options.authorizer.authorize(
          credentials,
          permission,
          entity,
        );
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

  /** What an earlier POST with the same key came to. */
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
        act.ends === 'with_operation'
      ) {
        follower.follow(auditId, act.ref);
      } else {
        await audit.complete(auditId, {
          result: 'failed',
          message: error instanceof Error ? error.message : String(error),
        });
      }
      throw error;
    }
    if (act.ends === 'with_operation') follower.follow(auditId, act.ref);
    else await audit.complete(auditId, { result: 'succeeded' });
    return { auditId, performed: true };
  }

  #record(
    { action, ref, reason, parameters }: Act,
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
      parameters,
      reason,
      idempotencyKey,
      ...outcome,
    });
  }
}
