/**
 * Readers of trees, git change hosts and the client of the strata backend.
 *
 * @packageDocumentation
 */
export * from './readers/TreeReader';
export * from './readers/LocalRevisionHistory';
export * from './readers/LocalTreeReader';
export * from './readers/RevisionHistory';
export * from './readers/UrlTreeReader';
export * from './readers/bareRepository';
export * from './readers/treeUrls';
export * from './hosts/ChangeHost';
export type { GitFiles } from './hosts/durableFs';
export * from './hosts/LocalChangeHost';
export * from './hosts/editRules';
export * from './hosts/errors';
export * from './client';
