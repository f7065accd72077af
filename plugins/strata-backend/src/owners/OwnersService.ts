import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type Change,
  compareSeverity,
  type DeliveryRow,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  deliveryPrunePermission,
  entityRef,
  type EntityRef,
  type LocatedFinding,
  type OwnerItemFacts,
  type OwnerOverview,
  type OwnerSummary,
  rollUp,
  type SourceStatus,
} from '@strata/plugin-strata-common';
import type {
  EntityAuthorizer,
  EntityDecisions,
} from '../authorize/EntityAuthorizer';
import { mayReadChange } from '../changes/AuthorizedChanges';
import type { ChangesService } from '../changes/ChangesService';
import type { DeliveryService } from '../delivery/DeliveryService';
import type { SlaService } from '../sla/SlaService';
import type { LocatedItem, TreeService } from '../tree/TreeService';
import { type OwnerDirectory, readDirectory } from './directory';

const permissions = [
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncPermission,
  deliverySyncGatedPermission,
  deliveryPrunePermission,
];

export interface OwnersDeps {
  trees: TreeService;
  delivery: DeliveryService;
  sla: SlaService;
  changes: Pick<ChangesService, 'list'>;
  authorizer: EntityAuthorizer;
  /** What the person may do with a row; part of delivery. */
  availability: (
    row: DeliveryRow,
    decisions: EntityDecisions,
  ) => DeliveryRow['actions'];
  sources: () => SourceStatus[];
  now: () => Date;
}

/**
 * What each team owns, out of the snapshots that the other capabilities keep:
 * one question to the policy per request, none to any upstream.
 */
export class OwnersService {
  constructor(private readonly deps: OwnersDeps) {}

  /** Every owner, worst first; `unowned` leads while it owns anything. */
  async list(credentials: BackstageCredentials): Promise<OwnerSummary[]> {
    const directory = readDirectory(this.deps.trees);
    const facts = await this.#facts(credentials);
    return [...directory.owners.values()]
      .map(owner => {
        const items = facts.items.filter(item => item.owner === owner.ref);
        const rolled = rollUp(items);
        return {
          owner,
          severity: rolled.severity,
          items: items.length,
          delivery: rolled.delivery,
          slo: rolled.slo,
          findings: rolled.findings,
          openChanges: facts.changes.filter(
            change => change.owner === owner.ref,
          ).length,
        };
      })
      .filter(({ owner, items }) => !directory.isUnowned(owner.ref) || items)
      .sort(
        (a, b) =>
          Number(directory.isUnowned(b.owner.ref)) -
            Number(directory.isUnowned(a.owner.ref)) ||
          compareSeverity(a.severity, b.severity) ||
          a.owner.title.localeCompare(b.owner.title, 'en'),
      );
  }

  /**
   * @param options.inherited - with the items of all child teams
   * @throws NotFoundError where there is no such owner
   */
  async overview(
    ownerRef: string,
    options: { inherited: boolean },
    credentials: BackstageCredentials,
  ): Promise<OwnerOverview> {
    const directory = readDirectory(this.deps.trees);
    const owner = directory.owners.get(entityRef(ownerRef));
    if (!owner) {
      throw new NotFoundError(`No team ${ownerRef} in any tree`);
    }
    const refs = options.inherited
      ? directory.withDescendants(owner.ref)
      : new Set([owner.ref]);
    const facts = await this.#facts(credentials, refs, directory);
    return {
      owner,
      ...rollUp(facts.items),
      openChanges: facts.changes.filter(
        change => change.owner !== undefined && refs.has(change.owner),
      ),
      sources: this.deps.sources(),
      now: this.deps.now().toISOString(),
    };
  }

  /** Items the person may see, with everything known about them. */
  async #facts(
    credentials: BackstageCredentials,
    owners?: ReadonlySet<string>,
    directory: OwnerDirectory = readDirectory(this.deps.trees),
  ): Promise<{ items: OwnerItemFacts[]; changes: Change[] }> {
    const [decisions, open] = await Promise.all([
      this.deps.authorizer.decide(credentials, permissions),
      this.deps.changes.list({ states: ['open', 'conflicted'] }),
    ]);
    const changes = open.filter(change =>
      mayReadChange(change, decisions, this.deps.trees.items()),
    );
    const findings = this.#findingsByEntity();
    const items: OwnerItemFacts[] = [];
    for (const [ref, located] of this.deps.trees.items()) {
      const owner = directory.ownerOf(located);
      if (owners && !owners.has(owner)) continue;
      if (!decisions.allows(deliveryReadPermission, ref)) continue;
      items.push(this.#item(ref, located, owner, decisions, findings, changes));
    }
    return { items, changes };
  }

  #item(
    ref: EntityRef,
    { item }: LocatedItem,
    owner: string,
    decisions: EntityDecisions,
    findings: Map<string, LocatedFinding[]>,
    changes: Change[],
  ): OwnerItemFacts {
    return {
      entityRef: ref,
      name: item.name,
      title: item.title,
      path: item.path,
      layer: item.layer,
      ...(item.area !== undefined && { area: item.area }),
      type: item.type,
      owner,
      ownerSource: item.owner.source,
      rows: this.deps.delivery.rows(ref).map(row => ({
        ...row,
        actions: this.deps.availability(row, decisions),
      })),
      promise: this.deps.sla.promise(ref),
      slos: this.deps.sla.slos(ref),
      findings: findings.get(ref) ?? [],
      openChanges: changes.filter(change => change.entityRefs.includes(ref))
        .length,
    };
  }

  #findingsByEntity(): Map<string, LocatedFinding[]> {
    const byEntity = new Map<string, LocatedFinding[]>();
    for (const { id } of this.deps.trees.list()) {
      for (const finding of this.deps.trees.findings(id)) {
        if (!finding.entityRef) continue;
        const list = byEntity.get(finding.entityRef);
        if (list) list.push(finding);
        else byEntity.set(finding.entityRef, [finding]);
      }
    }
    return byEntity;
  }
}
