import { TreeFiles } from './files';
import type { Tree, TreeOptions, TreeRead } from './model';
import { ownershipOf } from './ownership';
import { parseItems } from './parseItems';
import { parseTeams } from './parseTeams';

/**
 * What a read means, and everything that is wrong with it. Pure, and total:
 * whatever lies in the repository, the answer is a tree with findings.
 * @public
 */
export function parseTree(read: TreeRead, options: TreeOptions): Tree {
  const files = new TreeFiles(read, options.root);
  const teams = parseTeams(files, options);
  const items = parseItems(files, options, ownershipOf(teams.teams));
  return {
    options,
    revision: read.revision,
    ...(read.committedAt === undefined
      ? {}
      : { committedAt: read.committedAt }),
    items: items.items,
    teams: teams.teams,
    projects: teams.projects,
    findings: [...files.findings, ...teams.findings, ...items.findings],
  };
}
