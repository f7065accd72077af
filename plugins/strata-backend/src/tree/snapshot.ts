import { createHash } from 'node:crypto';
import {
  acceptableEntities,
  parseTreeInSlices,
  type TreeCache,
  type TreeEntity,
  type TreeRead,
} from '@strata/plugin-strata-common';
import { inTurns } from './inTurns';
import { keepLastGood, keepLastGoodEntities } from './lastGood';
import type { ConfiguredTree } from './treeConfig';
import type { TreeSnapshot } from './TreeStore';

/**
 * What a read amounts to on top of the snapshot in force: parsed, checked,
 * with the last good state of whatever is broken in it.
 */
export async function snapshotOf(
  config: Pick<ConfiguredTree, 'options' | 'urls'>,
  read: TreeRead,
  inForce: TreeSnapshot | undefined,
  cache: TreeCache,
): Promise<TreeSnapshot> {
  const turns = inTurns();
  const next = await parseTreeInSlices(read, config.options, cache, turns);
  const tree = keepLastGood(inForce?.tree, next);
  await turns();
  const checked = await acceptableEntities(tree, config.urls, turns);
  const entities = keepLastGoodEntities(inForce?.entities ?? [], checked);
  await turns();
  return {
    tree: { ...tree, findings: [...tree.findings, ...checked.findings] },
    entities,
    etag: etagOf(entities),
  };
}

/** Whether two snapshots hold the same, the revision included. */
export function sameSnapshot(a: TreeSnapshot, b: TreeSnapshot): boolean {
  return (
    a.etag === b.etag &&
    a.tree.revision === b.tree.revision &&
    JSON.stringify(a) === JSON.stringify(b)
  );
}

/** The same entities give the same etag, in whatever order they come. */
function etagOf(entities: readonly TreeEntity[]): string {
  const lines = entities
    .map(({ entity, locationKey }) => JSON.stringify([locationKey, entity]))
    .sort();
  return createHash('sha256').update(lines.join('\n')).digest('base64url');
}
