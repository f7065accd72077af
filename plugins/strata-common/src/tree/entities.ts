import { stringifyEntityRef } from '@backstage/catalog-model';
import { componentOf } from './entitiesComponent';
import {
  noUrls,
  type MappingContext,
  type TreeEntity,
  type TreeUrls,
} from './entitiesOrigin';
import { peopleOf, reservedTeamFindings } from './entitiesPeople';
import { domainsOf, systemsOf } from './entitiesStructure';
import type { Finding } from './finding';
import type { Tree } from './model';
import { ownershipOf } from './ownership';

export type { TreeEntity, TreeUrls } from './entitiesOrigin';
export { leadsGroupOf, teamOfLeadsGroup } from './entitiesPeople';

const kinds = ['Domain', 'System', 'Group', 'User', 'Component'];

function compare(a: TreeEntity, b: TreeEntity): number {
  const kind = kinds.indexOf(a.entity.kind) - kinds.indexOf(b.entity.kind);
  if (kind !== 0) return kind;
  const [left, right] = [a.entity.metadata.name, b.entity.metadata.name];
  // By code unit, not by locale: the order must be the same on every machine.
  if (left !== right) return left < right ? -1 : 1;
  return a.locationKey < b.locationKey ? -1 : 1;
}

function duplicate(kept: TreeEntity, dropped: TreeEntity): Finding {
  return {
    code: 'entity-duplicate',
    severity: 'error',
    ...dropped.position,
    message: `${stringifyEntityRef(dropped.entity)} is already made from ${
      kept.position.path
    }; only the first one is in the catalog.`,
    remedy: 'Rename one of the two.',
    item: dropped.item,
  };
}

/** The entities of a tree, and what kept others out. @public */
export interface MappedTree {
  entities: TreeEntity[];
  findings: Finding[];
}

/**
 * Maps a tree to catalog entities: layers to Domains, areas and categories to
 * Systems, items to Components, teams and members to Groups and Users. No two
 * entities share a ref, and equal trees give equal lists in equal order.
 * The entities are not yet checked against the catalog's own rules: see
 * {@link acceptableEntities}.
 * @public
 */
export function mapEntities(tree: Tree, urls: TreeUrls = noUrls): MappedTree {
  const { teams, brokenTeams: broken, teamsIncomplete: incomplete } = tree;
  const context: MappingContext = {
    tree,
    urls,
    ownership: ownershipOf(teams, { broken, incomplete }),
  };
  const owned = [
    ...domainsOf(context),
    ...systemsOf(context),
    ...tree.items.map(item => componentOf(context, item)),
  ];
  const owners = new Set(owned.map(({ entity }) => String(entity.spec?.owner)));
  const all = [...owned, ...peopleOf(context, owners)].sort(compare);

  const findings = reservedTeamFindings(tree.teams);
  const byRef = new Map<string, TreeEntity>();
  for (const candidate of all) {
    const ref = stringifyEntityRef(candidate.entity);
    const kept = byRef.get(ref);
    if (kept) findings.push(duplicate(kept, candidate));
    else byRef.set(ref, candidate);
  }
  return { entities: [...byRef.values()], findings };
}

/** The entities of {@link mapEntities} alone. @public */
export function toEntities(tree: Tree, urls?: TreeUrls): TreeEntity[] {
  return mapEntities(tree, urls).entities;
}
