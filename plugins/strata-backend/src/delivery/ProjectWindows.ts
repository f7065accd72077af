import {
  type ApplicationRecord,
  type GlobalProject,
  matchesSelector,
  type ProjectRecord,
  type SyncWindow,
} from '@strata/plugin-strata-common';
import type { ApplicationIndex } from './ApplicationIndex';

/**
 * Windows that hold for an Application: of its project and of the global
 * projects that match it. Argo CD names those in its ConfigMap; the portal is
 * told in its own configuration, so that its token need not read that.
 */
export class ProjectWindows {
  constructor(
    private readonly index: ApplicationIndex,
    private readonly globals: (cluster: string) => readonly GlobalProject[],
  ) {}

  /** The project first. */
  projects(application: ApplicationRecord): ProjectRecord[] {
    const { cluster } = application;
    const own = this.index.projectOf(application);
    if (!own) return [];
    const globals = this.globals(cluster).flatMap(
      ({ projectName, labelSelector }) =>
        projectName !== own.name && matchesSelector(labelSelector, own.labels)
          ? this.index.project(cluster, projectName) ?? []
          : [],
    );
    return [own, ...globals];
  }

  of(application: ApplicationRecord): SyncWindow[] {
    return this.projects(application).flatMap(({ windows }) => windows);
  }
}
