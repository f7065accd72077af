import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  entityRef,
  groupNameOf,
  type EntityRef,
  type Finding,
  type LocatedFinding,
  type SnapshotEntities,
  type Team,
} from '@strata/plugin-strata-common';
import type { ConfiguredTree } from './treeConfig';
import type { LocatedItem } from './TreeService';
import type { TreeSnapshot } from './TreeStore';

/** Everything viewers ask for, built whole and then swapped. */
export interface TreeView {
  items: ReadonlyMap<EntityRef, LocatedItem>;
  teams: ReadonlyMap<EntityRef, Team & { treeId: string }>;
  /** By tree id. */
  findings: ReadonlyMap<string, LocatedFinding[]>;
  /** By tree id. */
  entities: ReadonlyMap<string, SnapshotEntities>;
}

export const emptyView: TreeView = {
  items: new Map(),
  teams: new Map(),
  findings: new Map(),
  entities: new Map(),
};

interface AcceptedTree {
  config: ConfiguredTree;
  snapshot: TreeSnapshot;
}

export function buildView(trees: readonly AcceptedTree[]): TreeView {
  return {
    items: new Map(
      trees.flatMap(({ config, snapshot }) =>
        snapshot.tree.items.map(item => [
          item.entityRef,
          { treeId: config.id, item },
        ]),
      ),
    ),
    teams: new Map(trees.flatMap(teamsOf)),
    findings: new Map(trees.map(tree => [tree.config.id, locate(tree)])),
    entities: new Map(
      trees.map(({ config, snapshot }) => [
        config.id,
        {
          tree: config.id,
          revision: snapshot.tree.revision,
          etag: snapshot.etag,
          entities: snapshot.entities.map(({ entity, locationKey }) => ({
            entity,
            locationKey,
          })),
        },
      ]),
    ),
  };
}

/** Teams that became Groups: one that was refused can own nothing. */
function teamsOf({
  config,
  snapshot,
}: AcceptedTree): [EntityRef, Team & { treeId: string }][] {
  const refs = new Set(
    snapshot.entities.map(({ entity }) => stringifyEntityRef(entity)),
  );
  return snapshot.tree.teams.flatMap(team => {
    const ref = entityRef(
      `group:default/${groupNameOf(config.options, team.name)}`,
    );
    return refs.has(ref) ? [[ref, { ...team, treeId: config.id }]] : [];
  });
}

const severities: Record<Finding['severity'], number> = {
  error: 0,
  warning: 1,
  info: 2,
};

/** With entity and link, errors first, then by place. */
function locate({ config, snapshot }: AcceptedTree): LocatedFinding[] {
  const { items, revision, findings } = snapshot.tree;
  const refs = new Map<string, EntityRef>(
    items.map(item => [item.path, item.entityRef]),
  );
  return [...findings]
    .sort(
      (a, b) =>
        severities[a.severity] - severities[b.severity] ||
        compareText(a.path, b.path) ||
        a.line - b.line ||
        a.column - b.column,
    )
    .map(finding => {
      const ref = finding.item && refs.get(finding.item);
      const url = config.urls.at(revision, finding.path, finding.line);
      return {
        ...finding,
        ...(ref && { entityRef: ref }),
        ...(url && { url }),
      };
    });
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
