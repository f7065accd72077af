import { checkTree } from './checkTree';
import { readDeployment } from './deployment';
import { deployItems } from './deployItems';
import { TreeFiles } from './files';
import type { Finding } from './finding';
import type { Item, Tree, TreeOptions, TreeRead } from './model';
import { ownershipOf } from './ownership';
import { parseItems } from './parseItems';
import { parseLocks } from './parseLocks';
import { parseTeams } from './parseTeams';
import { parentOf } from './paths';
import { atOnce, inSlices, type Steps } from './steps';
import { TreeCache } from './TreeCache';

/** Findings of one tree; beyond them a person reads none. */
const maxFindings = 2_000;

/**
 * What a read means, and everything that is wrong with it. Pure, and total:
 * whatever lies in the repository, the answer is a tree with findings. A cache
 * kept between reads of one tree saves parsing what did not change.
 * @public
 */
export function parseTree(
  read: TreeRead,
  options: TreeOptions,
  cache = new TreeCache(),
): Tree {
  return atOnce(treeSteps(read, options, cache));
}

/**
 * As {@link parseTree}, for a process that has other things to do: two thousand
 * items take seconds. `yieldNow` is awaited after every step, of which a tree
 * has thousands; it knows the time and gives way when its slice is used up. The
 * longest step is the parsing of one file.
 * @public
 */
export async function parseTreeInSlices(
  read: TreeRead,
  options: TreeOptions,
  cache: TreeCache,
  yieldNow: () => Promise<void>,
): Promise<Tree> {
  return inSlices(treeSteps(read, options, cache), yieldNow);
}

function* treeSteps(
  read: TreeRead,
  options: TreeOptions,
  cache: TreeCache,
): Steps<Tree> {
  const files = new TreeFiles(read, options.root, cache);
  yield;
  const teams = yield* parseTeams(files, options);
  const locks = yield* parseLocks(files, options);
  const { items, documents, findings } = yield* parseItems(
    files,
    options,
    ownershipOf(teams.teams, teams),
  );
  const deployment = yield* readDeployment(files, options);
  const deployments = yield* deployItems(items, deployment, options);
  const teamNames = new Set([
    ...teams.teams.map(({ name }) => name),
    ...teams.broken,
  ]);
  const checked = yield* checkTree({
    options,
    files,
    items,
    teams: teams.teams,
    projects: teams.projects,
    deployment,
    teamsComplete: !teams.incomplete,
    isTeam: name => teamNames.has(name),
    deploymentOf: item =>
      deployments.get(item) ?? { applications: [], sets: [] },
    definitionOf: item => documents.get(item.path),
    teamDocument: team => {
      const document = teams.documents.get(team.name);
      if (!document) throw new TypeError(`no document of team ${team.name}`);
      return document;
    },
    at: (item, ...path) => documents.get(item.path)?.at(path) ?? item.position,
    keyAt: (item, ...path) =>
      documents.get(item.path)?.keyAt(path) ?? item.position,
  });
  files.end();

  return {
    options,
    revision: read.revision,
    ...(read.committedAt === undefined
      ? {}
      : { committedAt: read.committedAt }),
    items,
    teams: teams.teams,
    projects: teams.projects,
    ...(locks.locks.length > 0 ? { locks: locks.locks } : {}),
    ...(locks.incomplete ? { locksIncomplete: true } : {}),
    ...(teams.broken.length > 0 ? { brokenTeams: teams.broken } : {}),
    ...(teams.incomplete ? { teamsIncomplete: true } : {}),
    findings: inOrder(
      // Last: the checks may have asked for files that cannot be read.
      [
        ...files.findings,
        ...teams.findings,
        ...locks.findings,
        ...findings,
        ...checked,
      ],
      items,
    ),
  };
}

/** By path and line, each with its item, and no more than can be read. */
function inOrder(
  findings: readonly Finding[],
  items: readonly Item[],
): Finding[] {
  const byDirectory = new Map(items.map(item => [item.directory, item]));
  const sorted = findings.map(finding => {
    const item = itemOf(finding.path, byDirectory);
    return item ? { ...finding, item: item.path as string } : finding;
  });
  sorted.sort(
    (a, b) =>
      compare(a.path, b.path) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.code, b.code),
  );
  if (sorted.length <= maxFindings) return sorted;
  // Errors must not be pushed out by warnings.
  const kept = [
    ...sorted.filter(({ severity }) => severity === 'error'),
    ...sorted.filter(({ severity }) => severity !== 'error'),
  ].slice(0, maxFindings);
  return [
    ...kept,
    {
      code: 'findings-capped',
      severity: 'warning',
      path: kept[0].path,
      line: 1,
      column: 1,
      message: `${sorted.length - maxFindings} more findings are not shown`,
      remedy: 'Correct those shown and check again.',
    },
  ];
}

function itemOf(
  path: string,
  byDirectory: ReadonlyMap<string, Item>,
): Item | undefined {
  for (let at = path; at !== ''; at = parentOf(at)) {
    const item = byDirectory.get(at);
    if (item) return item;
  }
  return undefined;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
