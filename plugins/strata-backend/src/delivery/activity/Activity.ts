import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type ActivityEntry,
  type ActivityPage,
  type AuditEvent,
  deliveryReadPermission,
  type EntityRef,
  type TransitionEntry,
} from '@strata/plugin-strata-common';
import type { AuditActivity } from '../../audit/AuditLog';
import type { EntityAuthorizer } from '../../authorize/EntityAuthorizer';
import { readDirectory } from '../../owners/directory';
import type { TreeService } from '../../tree/TreeService';
import type { ApplicationIndex } from '../ApplicationIndex';
import { refOfTarget } from '../applicationTarget';
import type { Clock } from '../clock';
import type { ActivityQuery } from '../requests';
import type { LoggedTurn, TransitionLog } from '../transitions/TransitionLog';
import { parsePosition, positionBefore, writePosition } from './position';

/** What happened to entities and what people did to them, in one timeline. */
export class Activity {
  constructor(
    private readonly options: {
      trees: Pick<TreeService, 'items' | 'list' | 'tree'>;
      index: Pick<ApplicationIndex, 'entities'>;
      transitions: Pick<TransitionLog, 'list'>;
      audit: AuditActivity;
      authorizer: EntityAuthorizer;
      clock: Clock;
    },
  ) {}

  /** @throws NotFoundError also for an entity that may not be seen */
  async page(
    query: ActivityQuery,
    credentials: BackstageCredentials,
  ): Promise<ActivityPage> {
    const { transitions, audit, clock } = this.options;
    const entityRefs = await this.#visible(query, credentials);
    const position =
      query.cursor === undefined ? undefined : parsePosition(query.cursor);
    const limit = query.limit + 1;
    const [turns, events] = await Promise.all([
      transitions.list({
        entityRefs,
        limit,
        before: position && positionBefore(position, 'transition'),
      }),
      audit.activity({
        entityRefs,
        limit,
        before: position && positionBefore(position, 'action'),
      }),
    ]);
    const found = [
      ...turns.map(turn => ({
        position: {
          kind: 'transition' as const,
          at: turn.at,
          sequence: turn.sequence,
        },
        entry: transitionEntry(turn),
      })),
      ...events.map(({ event, sequence }) => ({
        position: {
          kind: 'action' as const,
          at: Date.parse(event.at),
          sequence,
        },
        entry: actionEntry(event),
      })),
      // Stable: what is of one time keeps its place, transitions first.
    ].sort((a, b) => b.position.at - a.position.at);
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      entries: shown.map(({ entry }) => entry),
      nextCursor:
        last && found.length > shown.length
          ? writePosition(last.position)
          : undefined,
      now: new Date(clock.now()).toISOString(),
    };
  }

  async #visible(
    { owner, entity, inherited }: ActivityQuery,
    credentials: BackstageCredentials,
  ): Promise<EntityRef[]> {
    const { index, authorizer } = this.options;
    const decisions = await authorizer.decide(credentials, [
      deliveryReadPermission,
    ]);
    const may = (ref: EntityRef) =>
      decisions.allows(deliveryReadPermission, ref);
    const known = [...index.entities()];
    if (entity !== undefined && !(known.includes(entity) && may(entity))) {
      throw new NotFoundError(`No delivery of ${entity}`);
    }
    const owned = owner && this.#owned(owner, inherited);
    return (entity ? [entity] : known).filter(
      ref => may(ref) && (!owned || owned.has(ref)),
    );
  }

  #owned(owner: EntityRef, inherited: boolean): ReadonlySet<EntityRef> {
    const { trees } = this.options;
    const directory = readDirectory(trees);
    if (!directory.owners.has(owner)) {
      throw new NotFoundError(`No team ${owner} in any tree`);
    }
    const owners = inherited
      ? directory.withDescendants(owner)
      : new Set<string>([owner]);
    return new Set(
      [...trees.items().values()]
        .filter(located => owners.has(directory.ownerOf(located)))
        .map(({ item }) => item.entityRef),
    );
  }
}

/** A turn of the log as pages show it. */
export function transitionEntry(turn: LoggedTurn): TransitionEntry {
  const { sequence, cluster, namespace, name, at, ...rest } = turn;
  return {
    kind: 'transition',
    id: `transition-${sequence}`,
    at: new Date(at).toISOString(),
    application: { cluster, namespace, name },
    timing: rest.timing,
    entityRef: rest.entityRef,
    environment: rest.environment,
    field: rest.field,
    from: rest.from,
    to: rest.to,
    by: rest.by,
    message: rest.message,
  };
}

function actionEntry(event: AuditEvent): ActivityEntry {
  const { parameters: _, decision, ...rest } = event;
  return {
    kind: 'action',
    ...rest,
    // The log leaves denied attempts out.
    decision: decision === 'guarded' ? 'guarded' : 'allowed',
    application: refOfTarget(event.target),
  };
}
