import type { Deployment } from '../deployment';
import type { ItemDeployment } from '../deployItems';
import type { TreeFiles } from '../files';
import type { FindingSeverity } from '../finding';
import type {
  AppProjectFacts,
  Item,
  Position,
  Team,
  TreeOptions,
} from '../model';
import type { Steps } from '../steps';
import type { YamlDocument, YamlPath } from '../yaml';

/** What a check looks at, and where it says what it found. @internal */
export interface CheckContext {
  readonly options: TreeOptions;
  readonly files: TreeFiles;
  readonly items: readonly Item[];
  readonly teams: readonly Team[];
  readonly projects: readonly AppProjectFacts[];
  readonly deployment: Deployment;
  /** False where a bootstrap file is unreadable: then nothing is missing for sure. */
  readonly teamsComplete: boolean;
  /** Whether a team is declared, even with errors. */
  isTeam(name: string): boolean;
  deploymentOf(item: Item): ItemDeployment;
  /** Document of an item's definition, with errors in it or without. */
  definitionOf(item: Item): YamlDocument | undefined;
  teamDocument(team: Team): YamlDocument;
  /** Place of a value in an item's definition; the item where it has none. */
  at(item: Item, ...path: YamlPath): Position;
  /** Place of a key in an item's definition. */
  keyAt(item: Item, ...path: YamlPath): Position;
  report(
    severity: FindingSeverity,
    position: Position,
    message: string,
    remedy: string,
  ): void;
}

/**
 * One rule over the whole tree. Its code is stable: dashboards, exceptions and
 * documentation refer to it. A check throws nothing and changes nothing.
 * @internal
 */
export interface Check {
  readonly code: string;
  /** Yields wherever it goes through things a tree has many of. */
  run(context: CheckContext): void | Steps<void>;
}
