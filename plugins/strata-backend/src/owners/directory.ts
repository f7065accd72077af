import {
  entityRef,
  groupNameOf,
  type OwnerProfile,
  type Tree,
} from '@strata/plugin-strata-common';
import type { LocatedItem, TreeService } from '../tree/TreeService';

/** The team that stands for "nobody": a real Group, so that gaps are visible. */
const unowned = 'unowned';

/** Teams of all trees as owners, and which of them an item belongs to. */
export interface OwnerDirectory {
  owners: ReadonlyMap<string, OwnerProfile>;
  ownerOf(item: LocatedItem): string;
  isUnowned(ownerRef: string): boolean;
  /** The owner and all teams below it. */
  withDescendants(ownerRef: string): Set<string>;
}

export function readDirectory(
  trees: Pick<TreeService, 'list' | 'tree'>,
): OwnerDirectory {
  const byId = new Map<string, Tree>();
  const owners = new Map<string, OwnerProfile>();
  const nobody = new Set<string>();

  for (const { id } of trees.list()) {
    const tree = trees.tree(id);
    if (!tree) continue;
    byId.set(id, tree);
    const refOf = (team: string) => groupRef(tree, team);
    for (const team of tree.teams) {
      const { metadata, spec } = team.definition;
      owners.set(refOf(team.name), {
        ref: refOf(team.name),
        name: groupNameOf(tree.options, team.name),
        title: metadata.title ?? team.name,
        type: spec.type,
        description: metadata.description,
        email: spec.email,
        slack: spec.slack,
        oncall: spec.oncall,
        parent: spec.parent && refOf(spec.parent),
        children: tree.teams
          .filter(({ definition }) => definition.spec.parent === team.name)
          .map(({ name }) => refOf(name)),
      });
    }
    const ref = refOf(unowned);
    nobody.add(ref);
    owners.set(ref, {
      ref,
      name: groupNameOf(tree.options, unowned),
      title: 'Unowned',
      description: 'Items that no team owns',
      children: [],
    });
  }

  return {
    owners,
    isUnowned: ref => nobody.has(ref),
    ownerOf: ({ treeId, item }) =>
      groupRef(byId.get(treeId)!, item.owner.team ?? unowned),
    withDescendants(ownerRef) {
      const found = new Set<string>();
      const open = [ownerRef];
      for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
        // A cycle of parents is a finding of the tree; it must not hang here.
        if (found.has(ref)) continue;
        found.add(ref);
        open.push(...(owners.get(ref)?.children ?? []));
      }
      return found;
    },
  };
}

const groupRef = (tree: Tree, team: string) =>
  entityRef(`group:default/${groupNameOf(tree.options, team)}`);
