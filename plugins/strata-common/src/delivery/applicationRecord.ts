import type { ApplicationRef } from './contract';

/** Where an Application takes manifests from, one per position. @public */
export interface ApplicationSource {
  repoUrl?: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
}

/** The last full, successful sync: what is deployed. @public */
export interface HistoryEntry {
  id: number;
  /** Paired with {@link HistoryEntry.sources} by position. */
  revisions: string[];
  sources: ApplicationSource[];
  deployedAt?: string;
  startedAt?: string;
  by?: string;
}

/** The operation Argo CD keeps on an Application, as it words it. @public */
export interface OperationRecord {
  phase: string;
  kind: 'sync' | 'rollback' | 'unknown';
  startedAt?: string;
  finishedAt?: string;
  message?: string;
  by?: string;
  dryRun: boolean;
  /** Only some resources: such an operation adds nothing to the history. */
  partial: boolean;
  /** Revisions it was asked to bring; empty where it was left to the spec. */
  revisions: string[];
  /** Sources it worked on, for telling it from the current spec. */
  sources: ApplicationSource[];
  /** What the requester attached; ours carries the audit id. */
  infos: Record<string, string>;
}

/**
 * The slim record kept per Application. `undefined` always means "not
 * reported by Argo CD", never "no" or "fine".
 * @public
 */
export interface ApplicationRecord extends ApplicationRef {
  uid: string;
  resourceVersion: string;
  project: string;
  labels: Record<string, string>;
  /** Name of the ApplicationSet that made it. */
  set?: string;
  createdAt?: string;
  deletingSince?: string;
  skipsReconcile: boolean;
  /** `argocd.argoproj.io/manifest-generate-paths`, split. */
  generatePaths: string[];
  sources: ApplicationSource[];
  /** Source hydrator: entity and path are those of the dry source. */
  drySource?: ApplicationSource;
  drySha?: string;
  destination: { name?: string; server?: string; namespace?: string };
  automated?: { enabled: boolean; prune: boolean; selfHeal: boolean };
  /** Compared revisions; in a monorepo they move with every commit. */
  sync?: { status: string; revisions: string[] };
  health?: { status: string; message?: string; since?: string };
  reconciledAt?: string;
  deployed?: HistoryEntry;
  /** `operation` is set: asked for, not yet taken up by the controller. */
  queued?: { by?: string; infos: Record<string, string> };
  operation?: OperationRecord;
  images: string[];
  conditions: { type: string; message: string; since?: string }[];
}
