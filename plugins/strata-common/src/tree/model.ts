import type { EntityRef, TreePath } from '../ids';
import type { Finding } from './finding';
import type { LockDefinition } from './lockSchemas';
import type { ServiceDefinition, TeamDefinition } from './schemas';

/**
 * What a reader hands over: one entry per path of the repository that lies
 * under the configured root, whatever it is. Content is decoded by the parser,
 * so that a file that is not UTF-8 becomes a finding and not a guess.
 * @public
 */
export type TreeEntry =
  | { kind: 'file'; path: string; size: number; content: Uint8Array }
  | { kind: 'too_large'; path: string; size: number }
  | { kind: 'symlink'; path: string; target: string }
  | { kind: 'submodule'; path: string };

/** One complete read of a repository at one commit. @public */
export interface TreeRead {
  /** Full commit SHA, or the reader's etag where the host gives no SHA. */
  revision: string;
  /** Commit time, ISO 8601, where known. */
  committedAt?: string;
  entries: readonly TreeEntry[];
}

/** @public */
export interface LayerConfig {
  /** Layer name, such as `platform`. */
  name: string;
  /** Item pattern relative to the root: `services/*`, `platform/*\/*`. */
  pattern: string;
  /** Component type of its entities. */
  type: string;
  title: string;
}

/** How to understand a tree. Everything has a default. @public */
export interface TreeOptions {
  /** Id of the tree; the first tree's names carry no prefix. */
  id: string;
  primary: boolean;
  root: string;
  layers: readonly LayerConfig[];
  apiVersions: readonly string[];
  /** Repository as Argo CD names it, compared after normalisation. */
  repository?: string;
  /** Owner of layers and areas nobody owns. */
  platformTeam?: string;
  upwardDependencySeverity: 'error' | 'warning' | 'off';
}

/** Where in a file something stands. Lines and columns count from 1. @public */
export interface Position {
  path: string;
  line: number;
  column: number;
}

/** How an owner was found. @public */
export type OwnerSource = 'declared' | 'inherited' | 'unowned';

/** What the ApplicationSet of an item would produce for one element. @public */
export type GeneratedGate =
  | {
      kind: 'evaluated';
      /** Application name. */
      application: string;
      automated: boolean;
      project: string;
      sourcePaths: string[];
      destination: { cluster?: string; server?: string; namespace?: string };
      labels: Record<string, string>;
    }
  | { kind: 'cannot_evaluate'; reason: string }
  | { kind: 'absent'; reason: string };

/** One environment of an item, in promotion order. @public */
export interface ItemEnvironment {
  name: string;
  order: number;
  /** False where nothing was declared and `production` is assumed. */
  declared: boolean;
  cluster?: string;
  namespace?: string;
  /** Declared gate; undefined where the definition does not say. */
  autoSync?: boolean;
  /** Path of its content relative to the item, where there is one. */
  path?: string;
  generated: GeneratedGate;
}

/** @public */
export interface Dependency {
  path: TreePath;
  critical: boolean;
  /** The entity it resolves to; undefined where it dangles. */
  entityRef?: EntityRef;
}

/** A directory at item depth: with a definition, or with its gaps. @public */
export interface Item {
  path: TreePath;
  /** Directory in the repository, root included. */
  directory: string;
  layer: string;
  area?: string;
  name: string;
  entityRef: EntityRef;
  title: string;
  type: string;
  lifecycle: string;
  /** Parsed definition; undefined for an item without service.yaml or with errors in it. */
  definition?: ServiceDefinition;
  /** Where the definition begins, or the directory itself. */
  position: Position;
  owner: { team?: string; source: OwnerSource };
  environments: ItemEnvironment[];
  dependencies: Dependency[];
  /** Core items are discovered by bootstrap/core.yaml; wave = sync-wave. */
  core?: { wave: number };
  /** Application names or set that nothing in bootstrap discovers: false. */
  discovered: boolean | 'unknown';
}

/** @public */
export interface Team {
  name: string;
  definition: TeamDefinition;
  position: Position;
}

/** The guard rails of a team as far as Strata reads them. @public */
export interface AppProjectFacts {
  name: string;
  position: Position;
  sourceRepos: string[];
  destinations: { name?: string; server?: string; namespace?: string }[];
}

/** A lock, and where it is declared. @public */
export interface DeclaredLock {
  name: string;
  definition: LockDefinition;
  position: Position;
}

/** A parsed and checked tree. @public */
export interface Tree {
  options: TreeOptions;
  revision: string;
  committedAt?: string;
  items: Item[];
  teams: Team[];
  projects: AppProjectFacts[];
  /** Absent where there are none. */
  locks?: readonly DeclaredLock[];
  /** True when a lock could not be read: what was locked before may be still. */
  locksIncomplete?: boolean;
  /**
   * Teams whose document has errors: not in `teams`, and not gone either. What
   * keeps last-good state keeps them; items they own stay theirs.
   */
  brokenTeams?: readonly string[];
  /** True when something in `bootstrap` is unreadable: `teams` may lack some. */
  teamsIncomplete?: boolean;
  findings: Finding[];
}
