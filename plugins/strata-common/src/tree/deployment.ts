import {
  applicationFacts,
  evaluateApplicationSet,
  type ApplicationFacts,
  type ApplicationSourceFacts,
  type Evaluation,
  type GenerateSource,
} from '../delivery/generate';
import { normalizeRepository } from '../delivery/repository';
import { filesOfDirectorySource, kustomizedFiles } from './directorySource';
import type { TreeFiles } from './files';
import { bootstrapDirectory } from './layers';
import type { TreeOptions } from './model';
import { basenameOf, isWithin } from './paths';
import { fieldOf, listOf, textOf } from './shape';
import type { Steps } from './steps';
import type { YamlDocument, YamlPath } from './yaml';

/** An ApplicationSet of the tree and what it would produce. @internal */
export interface DeployedSet {
  kind: 'set';
  name: string;
  document: YamlDocument;
  evaluation: Evaluation;
  /** Sync wave of the set itself, which orders core items. */
  wave: number;
}

/** An Application, written out in the tree or produced by a set of it. @internal */
export interface DeployedApplication {
  kind: 'application';
  facts: ApplicationFacts;
  document: YamlDocument;
  /** Way to the element of the set; empty for a written Application. */
  path: YamlPath;
  set?: DeployedSet;
}

/** Everything the tree would have Argo CD deploy. @internal */
export interface Deployment {
  sets: DeployedSet[];
  applications: DeployedApplication[];
  /** Applications and sets of `bootstrap`, from which everything is found. */
  roots: (DeployedSet | DeployedApplication)[];
  isOwnRepository(repoUrl: string): boolean;
  /** Sets and Applications in the files a source would apply. */
  appliedBy(
    source: ApplicationSourceFacts,
  ): (DeployedSet | DeployedApplication)[];
  /** Files a plain directory source would apply; undefined for any other source. */
  directoryFiles(source: ApplicationSourceFacts): string[] | undefined;
}

/** Reads every Application and ApplicationSet of the tree and evaluates the sets. @internal */
export function* readDeployment(
  files: TreeFiles,
  options: TreeOptions,
): Steps<Deployment> {
  const manifests: YamlDocument[] = [];
  for (const path of yield* manifestFiles(files)) {
    yield;
    manifests.push(...(files.yaml(path, 'kubernetes') ?? []));
  }
  const isOwnRepository = ownRepository(options, manifests);
  const source = generateSource(files, options, isOwnRepository);
  const sets: DeployedSet[] = [];
  const applications: DeployedApplication[] = [];
  const byFile = new Map<string, (DeployedSet | DeployedApplication)[]>();

  for (const document of manifests) {
    yield;
    const found = readManifest(document, source);
    if (!found) continue;
    byFile.set(document.file, [...(byFile.get(document.file) ?? []), found]);
    if (found.kind === 'application') {
      applications.push(found);
    } else {
      sets.push(found);
      applications.push(...producedBy(found));
    }
  }

  const paths = [...byFile.keys()].sort();
  const bootstrap = bootstrapDirectory(options);
  const directoryFiles = (applied: ApplicationSourceFacts) =>
    filesOfDirectorySource(files, isOwnRepository, applied);
  return {
    sets,
    applications,
    roots: paths
      .filter(path => isWithin(path, bootstrap))
      .flatMap(path => byFile.get(path) ?? []),
    isOwnRepository,
    directoryFiles,
    appliedBy: applied => {
      if (applied.path === undefined || !isOwnRepository(applied.repoURL)) {
        return [];
      }
      const { path } = applied;
      const candidates = pathsWithin(paths, path);
      if (candidates.length === 0) return [];
      const picked = new Set(
        directoryFiles(applied) ?? kustomizedFiles(files, path),
      );
      return candidates
        .filter(file => picked.has(file))
        .flatMap(file => byFile.get(file) ?? []);
    },
  };
}

/** The part of a sorted list that lies below a directory. */
function pathsWithin(paths: readonly string[], directory: string): string[] {
  if (directory === '') return [...paths];
  const prefix = `${directory}/`;
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (paths[middle] < prefix) low = middle + 1;
    else high = middle;
  }
  const found: string[] = [];
  while (low < paths.length && paths[low].startsWith(prefix)) {
    found.push(paths[low]);
    low += 1;
  }
  return found;
}

/** Applications of a set, none where it cannot be evaluated. @internal */
export function producedBy(set: DeployedSet): DeployedApplication[] {
  return set.evaluation.kind === 'generated'
    ? set.evaluation.applications.map(({ facts, path }) => ({
        kind: 'application',
        facts,
        document: set.document,
        path,
        set,
      }))
    : [];
}

const manifestKind = /^\s*["']?kind["']?:\s*["']?Application(?:Set)?["']?\s*$/m;

/**
 * Files with an Application or a set in them, by a look at the text: parsing
 * every manifest of a large tree would take longer than all the rest.
 * Templates of charts are not YAML and are left out.
 */
function* manifestFiles(files: TreeFiles): Steps<string[]> {
  const found: string[] = [];
  for (const { path } of files.entries()) {
    yield;
    if (!/\.ya?ml$/.test(path) || isChartTemplate(files, path)) continue;
    const text = files.peek(path);
    if (text?.includes('argoproj.io/') && manifestKind.test(text)) {
      found.push(path);
    }
  }
  return found.sort();
}

function isChartTemplate(files: TreeFiles, path: string): boolean {
  const at = path.indexOf('/templates/');
  return at !== -1 && files.kind(`${path.slice(0, at)}/Chart.yaml`) === 'file';
}

function readManifest(
  document: YamlDocument,
  source: GenerateSource,
): DeployedSet | DeployedApplication | undefined {
  const { value } = document;
  if (!textOf(value, 'apiVersion')?.startsWith('argoproj.io/')) {
    return undefined;
  }
  switch (textOf(value, 'kind')) {
    case 'Application':
      return {
        kind: 'application',
        facts: applicationFacts(value),
        document,
        path: [],
      };
    case 'ApplicationSet':
      return {
        kind: 'set',
        name: textOf(value, 'metadata', 'name') ?? '',
        document,
        evaluation: evaluateApplicationSet(value, source),
        wave: waveOf(
          fieldOf(value, 'metadata', 'annotations', syncWaveAnnotation),
        ),
      };
    default:
      return undefined;
  }
}

/** Orders what Argo CD applies; a text holding an integer. @internal */
export const syncWaveAnnotation = 'argocd.argoproj.io/sync-wave';

/** A sync wave; 0 where none is given or it is no integer, as Argo CD has it. @internal */
export function waveOf(annotation: unknown): number {
  return typeof annotation === 'string' && /^[+-]?\d{1,9}$/.test(annotation)
    ? Number(annotation)
    : 0;
}

/**
 * Which addresses are the tree's own repository: as configured, else the one
 * that most manifests name, since a tree names itself more than anything else.
 */
function ownRepository(
  options: TreeOptions,
  manifests: readonly YamlDocument[],
): (repoUrl: string) => boolean {
  const own =
    options.repository === undefined
      ? mostNamed(manifests)
      : normalizeRepository(options.repository);
  return repoUrl =>
    own !== undefined && repoUrl !== '' && normalizeRepository(repoUrl) === own;
}

function mostNamed(manifests: readonly YamlDocument[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { value } of manifests) {
    for (const spec of [
      fieldOf(value, 'spec'),
      fieldOf(value, 'spec', 'template', 'spec'),
    ]) {
      for (const source of [
        fieldOf(spec, 'source'),
        ...listOf(spec, 'sources'),
      ]) {
        const repoUrl = textOf(source, 'repoURL');
        if (!repoUrl || repoUrl.includes('{{') || textOf(source, 'chart')) {
          continue;
        }
        const normalized = normalizeRepository(repoUrl);
        counts.set(normalized, (counts.get(normalized) ?? 0) + 1);
      }
    }
  }
  let best: [string, number] | undefined;
  for (const entry of counts) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0];
}

function generateSource(
  files: TreeFiles,
  options: TreeOptions,
  isOwnRepository: (repoUrl: string) => boolean,
): GenerateSource {
  const directories = files.directories();
  const paths = [...files.entries()].map(({ path }) => path);
  return {
    isOwnRepository,
    directories: () => directories,
    files: () => paths,
    covers: pattern =>
      isWithin(
        pattern.replace(/[*?[{\\].*$/s, '').replace(/\/$/, ''),
        options.root,
      ),
    parameters: path => {
      const [first] = files.yaml(path, 'kubernetes') ?? [];
      return files.isIncomplete(path)
        ? { kind: 'unreadable' }
        : { kind: 'value', value: first?.value ?? {} };
    },
  };
}

/** Whether a root is the one of core items: `bootstrap/core.yaml`, or named so. @internal */
export function isCoreRoot(root: DeployedSet | DeployedApplication): boolean {
  const name = root.kind === 'set' ? root.name : root.facts.name;
  return (
    name === 'core' || /^core\.ya?ml$/.test(basenameOf(root.document.file))
  );
}
