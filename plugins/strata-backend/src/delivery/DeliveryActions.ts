import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  type ActionAccepted,
  type ApplicationRef,
  deliveryForcePermission,
  deliveryPrunePermission,
  deliveryRefreshPermission,
  deliveryRollbackGatedPermission,
  deliveryRollbackPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  deliveryTerminatePermission,
  operationInfos,
  refreshGuards,
  rollbackGuards,
  type RollbackTarget,
  syncGuards,
  terminateGuards,
} from '@strata/plugin-strata-common';
import { Acting, type ActingOptions } from './Acting';
import type { RollbackTargets } from './RollbackTargets';
import type { Recognition } from './OperationFollower';
import type {
  ParsedRefresh,
  ParsedRollback,
  ParsedSync,
  ParsedTerminate,
} from './requests';

export const syncAction = 'delivery.sync';
export const refreshAction = 'delivery.refresh';
export const rollbackAction = 'delivery.rollback';
export const terminateAction = 'delivery.terminate';

/** What a person can ask Argo CD for, each with its permissions and guards. */
export class DeliveryActions {
  readonly #acting: Acting;

  constructor(
    private readonly options: ActingOptions & { targets: RollbackTargets },
  ) {
    this.#acting = new Acting(options);
  }

  sync(
    ref: ApplicationRef,
    request: ParsedSync,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { idempotencyKey, reason, gateHash, breakGlass } = request;
    const { prune, dryRun, force, resources } = request;
    return this.#acting.act(credentials, {
      action: syncAction,
      ref,
      idempotencyKey,
      reason,
      breakGlass,
      parameters: () => ({
        prune,
        dryRun,
        ...(force && { force }),
        ...(resources && { resources }),
      }),
      permissions: cell => [
        cell.row.gate.gated
          ? deliverySyncGatedPermission
          : deliverySyncPermission,
        ...(prune ? [deliveryPrunePermission] : []),
        ...(force ? [deliveryForcePermission] : []),
      ],
      guards: cell =>
        syncGuards(
          cell,
          { gateHash, reason, breakGlass },
          this.options.guards.context(cell),
        ),
      perform: (api, application, { auditId, actor }) =>
        api.sync(application, {
          prune,
          dryRun,
          force,
          resources,
          infos: {
            [operationInfos.person]: actor,
            ...(reason && { [operationInfos.reason]: reason }),
            [operationInfos.audit]: auditId,
          },
        }),
      ends: () => ({ kind: 'audit_id' }),
    });
  }

  /** Brings back an entry of the history; the rest of the world stays at git. */
  rollback(
    ref: ApplicationRef,
    request: ParsedRollback,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { idempotencyKey, reason, gateHash, breakGlass } = request;
    const { historyId, prune, dryRun } = request;
    let target: RollbackTarget | undefined;
    let recognition: Recognition | undefined;
    return this.#acting.act(credentials, {
      action: rollbackAction,
      ref,
      idempotencyKey,
      reason,
      breakGlass,
      parameters: () => ({
        historyId,
        prune,
        dryRun,
        // How its operation is known after a restart.
        ...(recognition && { recognition }),
      }),
      permissions: cell => [
        cell.row.gate.gated
          ? deliveryRollbackGatedPermission
          : deliveryRollbackPermission,
        ...(prune ? [deliveryPrunePermission] : []),
      ],
      guards: async cell => {
        target = await this.options.targets.find(cell, historyId);
        // Reading took time: what was seen before may have moved.
        const now = this.options.guards.cell(ref) ?? cell;
        recognition = {
          kind: 'rollback',
          revisions: target.kind === 'entry' ? [...target.revisions] : [],
          after: now.row.operation?.startedAt,
        };
        return rollbackGuards(
          now,
          target,
          { gateHash, reason, breakGlass },
          this.options.guards.context(now),
        );
      },
      perform: (api, application) =>
        api.rollback(application, { historyId, prune, dryRun }),
      ends: () => recognition ?? { kind: 'audit_id' },
    });
  }

  terminate(
    ref: ApplicationRef,
    request: ParsedTerminate,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { idempotencyKey, reason } = request;
    return this.#acting.act(credentials, {
      action: terminateAction,
      ref,
      idempotencyKey,
      reason,
      parameters: () => ({}),
      permissions: () => [deliveryTerminatePermission],
      guards: cell =>
        terminateGuards(cell, { reason }, this.options.guards.context(cell)),
      perform: (api, application) => api.terminate(application),
      ends: 'with_call',
    });
  }

  refresh(
    ref: ApplicationRef,
    request: ParsedRefresh,
    credentials: BackstageCredentials,
  ): Promise<ActionAccepted> {
    const { idempotencyKey, hard } = request;
    return this.#acting.act(credentials, {
      action: refreshAction,
      ref,
      idempotencyKey,
      parameters: () => ({ hard }),
      permissions: () => [deliveryRefreshPermission],
      guards: cell => refreshGuards(cell, this.options.guards.context(cell)),
      perform: (api, application) =>
        api.refresh(application, hard ? 'hard' : 'normal'),
      ends: 'with_call',
    });
  }
}
