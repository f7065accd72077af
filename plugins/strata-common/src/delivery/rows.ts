import { compareDeliveryStatus } from '../severity';
import type { SourceStatus } from '../sources/contract';
import type { Item, ItemEnvironment } from '../tree/model';
import type { ApplicationRecord } from './applicationRecord';
import type { ApplicationSetRecord } from './applicationSet';
import type { Deployed, DeliveryRow } from './contract';
import { gateOf } from './gate';
import { environmentOf, type ClaimBy } from './match';
import { deployedBy, operationOf } from './operation';
import { sourceTrust, untrusted, worstTrust } from './trust';
import { deliveryStatus } from './status';
import type { DerivedStatus, StatusContext } from './statusContext';
import { newerImage } from './versions';

/** An Application of an item, and how sure that is. @public */
export interface ItemApplication {
  application: ApplicationRecord;
  by: ClaimBy;
  /** Other items claim it too. */
  ambiguous: boolean;
}

/** What rows need besides the item and its Applications. @public */
export interface RowContext {
  /** Epoch milliseconds. */
  now: number;
  /** Every source of Applications there is. */
  sources: readonly SourceStatus[];
  driftGraceMs: number;
  reconcileLimitMs: number;
  set(application: ApplicationRecord): ApplicationSetRecord | undefined;
  outOfSync(application: ApplicationRecord): StatusContext['outOfSync'];
  newer(item: Item, application: ApplicationRecord): DeliveryRow['newer'];
  links(application: ApplicationRecord): DeliveryRow['links'];
}

/** A row with the facts behind it, for guards. @public */
export interface DeliveryCell {
  row: DeliveryRow;
  environment?: ItemEnvironment;
  claim?: ItemApplication;
}

/** Source id of a cluster. @public */
export const kubernetesSourceId = (cluster: string) => `kubernetes:${cluster}`;

function deployedOf(application: ApplicationRecord): Deployed | undefined {
  const entry = application.deployed;
  if (!entry?.deployedAt) return undefined;
  const seconds =
    entry.startedAt === undefined
      ? undefined
      : (Date.parse(entry.deployedAt) - Date.parse(entry.startedAt)) / 1000;
  return {
    revisions: entry.revisions,
    historyId: entry.id,
    at: entry.deployedAt,
    by: deployedBy(application),
    durationSeconds:
      seconds !== undefined && seconds >= 0 ? seconds : undefined,
  };
}

/**
 * Same revisions compared as deployed: nothing newer can wait. Whether the
 * difference between two revisions touches the item only its history tells.
 */
function newerOf(
  item: Item | undefined,
  application: ApplicationRecord,
  context: RowContext,
): DeliveryRow['newer'] {
  const compared = application.sync?.revisions ?? [];
  const deployed = application.deployed?.revisions ?? [];
  if (compared.length === 0) return 'unknown';
  if (deployed.length === 0) return 'yes';
  const same =
    compared.length === deployed.length &&
    compared.every((revision, index) => revision === deployed[index]);
  if (same) return 'no';
  return item ? context.newer(item, application) : 'unknown';
}

function undeployed(
  item: Item,
  environment: ItemEnvironment,
  context: RowContext,
): DeliveryCell {
  const status: DerivedStatus = untrusted(
    worstTrust(context.sources, context.now),
  ) ?? {
    status: 'not_deployed',
    reason: `${environment.name} is declared, but no Application serves it${
      item.discovered === false
        ? ', because nothing in bootstrap discovers the item'
        : ''
    }.`,
  };
  return {
    environment,
    row: {
      entityRef: item.entityRef,
      environment: environment.name,
      order: environment.order,
      ...status,
      newer: 'unknown',
      images: [],
      gate: gateOf(environment, undefined, undefined),
      conditions: [],
      links: [],
    },
  };
}

type Placed = {
  claim: ItemApplication;
  name: string;
  environment?: ItemEnvironment;
};

/** Applications with their environment; one that cannot be told keeps its own name. */
function place(item: Item, claims: readonly ItemApplication[]): Placed[] {
  return claims.map(claim => {
    const name = environmentOf(item, claim.application);
    return {
      claim,
      name: name ?? claim.application.name,
      environment: item.environments.find(declared => declared.name === name),
    };
  });
}

function behindOf(
  placed: Placed,
  all: readonly Placed[],
): StatusContext['behind'] {
  const order = placed.environment?.order;
  if (order === undefined) return undefined;
  for (const other of all) {
    const otherOrder = other.environment?.order;
    if (otherOrder === undefined || otherOrder >= order) continue;
    const newer = newerImage(
      other.claim.application.images,
      placed.claim.application.images,
    );
    if (newer) {
      return {
        environment: other.name,
        reason: `${other.name} runs ${newer.name}:${newer.here}, this runs ${newer.there}.`,
      };
    }
  }
  return undefined;
}

/** What an Application amounts to, beside the item it belongs to, if any. */
function judged(
  {
    item,
    environment,
    behind,
  }: {
    item?: Item;
    environment?: ItemEnvironment;
    behind?: StatusContext['behind'];
  },
  application: ApplicationRecord,
  context: RowContext,
) {
  const id = kubernetesSourceId(application.cluster);
  const source = context.sources.find(candidate => candidate.id === id);
  const gate = gateOf(environment, application, context.set(application));
  const newer = newerOf(item, application, context);
  const status = deliveryStatus(application, {
    now: context.now,
    trust: sourceTrust(source, id, context.now),
    gate,
    driftGraceMs: context.driftGraceMs,
    outOfSync: context.outOfSync(application),
    newer,
    behind,
    reconcileLimitMs: context.reconcileLimitMs,
  });
  return { gate, newer, source, status };
}

/** An Application that no item claims, judged by itself. @public */
export function unclaimedStatus(
  application: ApplicationRecord,
  context: RowContext,
): DerivedStatus & Pick<DeliveryRow, 'gate' | 'newer' | 'deployed'> {
  const { gate, newer, status } = judged({}, application, context);
  return { ...status, gate, newer, deployed: deployedOf(application) };
}

function deployedCell(
  item: Item,
  placed: Placed,
  all: readonly Placed[],
  context: RowContext,
): DeliveryCell {
  const { claim, environment } = placed;
  const { application } = claim;
  const set = context.set(application);
  const { gate, newer, source, status } = judged(
    { item, environment, behind: behindOf(placed, all) },
    application,
    context,
  );
  const { sync, health } = application;
  return {
    environment,
    claim,
    row: {
      entityRef: item.entityRef,
      environment: placed.name,
      // What nobody declared comes after the promotion order.
      order: environment?.order ?? item.environments.length,
      ...status,
      application: {
        cluster: application.cluster,
        namespace: application.namespace,
        name: application.name,
        project: application.project,
      },
      sync: sync?.status,
      health: health?.status,
      healthMessage: health?.message,
      deployed: deployedOf(application),
      compared: sync?.revisions,
      newer,
      images: application.images,
      gate,
      operation: operationOf(application),
      conditions: [
        ...application.conditions.map(({ type, message }) => ({
          type,
          message,
        })),
        // A set that fails leaves its Applications as they were, silently.
        ...(set?.errors ?? []).map(message => ({
          type: 'ApplicationSetError',
          message,
        })),
      ],
      autoSync: application.automated?.enabled ?? false,
      source: kubernetesSourceId(application.cluster),
      asOf: source?.asOf,
      links: context.links(application),
    },
  };
}

/**
 * One cell per declared environment and Application, in promotion order; what
 * is declared without an Application is a cell too.
 * @public
 */
export function deliveryCells(
  item: Item,
  claims: readonly ItemApplication[],
  context: RowContext,
): DeliveryCell[] {
  const placed = place(item, claims);
  const served = new Set(placed.map(({ name }) => name));
  return [
    ...placed.map(entry => deployedCell(item, entry, placed, context)),
    ...item.environments
      .filter(environment => !served.has(environment.name))
      .map(environment => undeployed(item, environment, context)),
  ].sort(
    (a, b) =>
      a.row.order - b.row.order ||
      a.row.environment.localeCompare(b.row.environment, 'en') ||
      compareDeliveryStatus(a.row.status, b.row.status),
  );
}

/** {@link deliveryCells} without the facts behind them. @public */
export function deliveryRows(
  item: Item,
  claims: readonly ItemApplication[],
  context: RowContext,
): DeliveryRow[] {
  return deliveryCells(item, claims, context).map(({ row }) => row);
}
