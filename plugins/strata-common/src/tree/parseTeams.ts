import { bootstrapFiles, nearMiss } from './bootstrap';
import { readDefinition } from './definition';
import type { TreeFiles } from './files';
import type { Finding } from './finding';
import type { AppProjectFacts, Team, TreeOptions } from './model';
import { teamSchema } from './schemas';
import { fieldOf, listOf, textOf } from './shape';
import type { Steps } from './steps';
import type { YamlDocument } from './yaml';

/** Teams and projects of the bootstrap directory, with their documents. @internal */
export interface ParsedTeams {
  teams: Team[];
  projects: AppProjectFacts[];
  documents: ReadonlyMap<string, YamlDocument>;
  projectDocuments: ReadonlyMap<string, YamlDocument>;
  /** Teams that are there but have errors. */
  broken: string[];
  /** Whether there may be teams that nobody can name: something is unreadable. */
  incomplete: boolean;
  findings: Finding[];
}

/**
 * Reads every Team and AppProject document below `bootstrap`. Other kinds are
 * what Argo CD consumes and are passed over. A team with errors is reported and
 * kept by name; one that is declared twice counts once.
 * @internal
 */
export function* parseTeams(
  files: TreeFiles,
  options: TreeOptions,
): Steps<ParsedTeams> {
  const findings: Finding[] = [];
  const teams = new Map<string, Team>();
  const brokenTeams = new Set<string>();
  const projects = new Map<string, AppProjectFacts>();
  const documents = new Map<string, YamlDocument>();
  const projectDocuments = new Map<string, YamlDocument>();
  let unnamed = false;
  const isBroken = (document: YamlDocument) => {
    const name = textOf(document.value, 'metadata', 'name');
    if (name) brokenTeams.add(name);
    else unnamed = true;
  };

  for (const document of yield* bootstrapDocuments(files, options)) {
    yield;
    const apiVersion = textOf(document.value, 'apiVersion') ?? '';
    const kind = textOf(document.value, 'kind');
    if (kind === 'Team' && options.apiVersions.includes(apiVersion)) {
      const result = readDefinition(teamSchema, document);
      findings.push(...result.findings);
      if (!result.value) {
        isBroken(document);
        continue;
      }
      const { name } = result.value.metadata;
      if (teams.has(name)) {
        findings.push({
          code: 'team-twice',
          severity: 'error',
          ...document.at(['metadata', 'name']),
          message: `the team ${name} is declared twice; the first one counts`,
          remedy: 'Merge the two documents, or rename one of the teams.',
        });
        continue;
      }
      teams.set(name, {
        name,
        definition: result.value,
        position: document.at([]),
      });
      documents.set(name, document);
    } else if (kind === 'AppProject' && apiVersion.startsWith('argoproj.io/')) {
      const project = readProject(document);
      if (!project || projects.has(project.name)) continue;
      projects.set(project.name, project);
      projectDocuments.set(project.name, document);
    } else {
      const finding = nearMiss(document, 'Team', options);
      if (!finding) continue;
      findings.push(finding);
      isBroken(document);
    }
  }
  return {
    teams: [...teams.values()],
    projects: [...projects.values()],
    documents,
    projectDocuments,
    broken: [...brokenTeams].filter(name => !teams.has(name)),
    incomplete:
      unnamed ||
      bootstrapFiles(files, options).some(path => files.isIncomplete(path)),
    findings,
  };
}

/** Documents of every YAML file below `bootstrap`, in order of path. */
function* bootstrapDocuments(
  files: TreeFiles,
  options: TreeOptions,
): Steps<YamlDocument[]> {
  const documents: YamlDocument[] = [];
  for (const path of bootstrapFiles(files, options)) {
    yield;
    documents.push(...(files.yaml(path, 'kubernetes') ?? []));
  }
  return documents;
}

function readProject(document: YamlDocument): AppProjectFacts | undefined {
  const metadata = fieldOf(document.value, 'metadata');
  const name = textOf(metadata, 'name');
  if (!name) return undefined;
  const spec = fieldOf(document.value, 'spec');
  return {
    name,
    position: document.at([]),
    sourceRepos: listOf(spec, 'sourceRepos').filter(
      (entry): entry is string => typeof entry === 'string',
    ),
    destinations: listOf(spec, 'destinations').map(destination => ({
      ...optional('name', textOf(destination, 'name')),
      ...optional('server', textOf(destination, 'server')),
      ...optional('namespace', textOf(destination, 'namespace')),
    })),
  };
}

function optional<K extends string>(
  key: K,
  value: string | undefined,
): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}
