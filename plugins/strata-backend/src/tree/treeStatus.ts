import type { FindingSeverity, TreeStatus } from '@strata/plugin-strata-common';
import type { ConfiguredTree } from './treeConfig';
import type { TreeRecord, TreeSnapshot } from './TreeStore';

/** What was read of a tree, when, and what is wrong; absent is never zero or now. */
export function statusOf(state: {
  config: Pick<ConfiguredTree, 'id' | 'title' | 'options'>;
  record: TreeRecord;
  snapshot?: TreeSnapshot;
}): TreeStatus {
  const { config, record, snapshot } = state;
  const { accepted, lastRead, lastError, heldBack } = record;
  const { root, repository } = config.options;
  return {
    id: config.id,
    title: config.title,
    root,
    ...(repository && { repository }),
    ...(accepted && {
      acceptedRevision: accepted.revision,
      acceptedAt: accepted.at,
    }),
    ...(accepted?.committedAt && { committedAt: accepted.committedAt }),
    ...(lastRead && {
      lastReadAt: lastRead.at,
      lastReadRevision: lastRead.revision,
    }),
    ...(lastError && { lastError }),
    ...(heldBack && { heldBack }),
    ...(snapshot && { counts: countsOf(snapshot) }),
  };
}

function countsOf({ tree }: TreeSnapshot): TreeStatus['counts'] {
  const count = (severity: FindingSeverity) =>
    tree.findings.filter(finding => finding.severity === severity).length;
  return {
    items: tree.items.length,
    teams: tree.teams.length,
    errors: count('error'),
    warnings: count('warning'),
  };
}
