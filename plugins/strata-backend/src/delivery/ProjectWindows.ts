import {
  type ApplicationRecord,
  type GlobalProject,
  manualSyncWindow,
  matchesSelector,
  type ProjectRecord,
  type WindowVerdict,
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

  /** Those that were read, the Application's own first. */
  projects(application: ApplicationRecord): ProjectRecord[] {
    return this.#names(application).flatMap(
      name => this.index.project(application.cluster, name) ?? [],
    );
  }

  /**
   * Whether a person may sync now. A project that was not read may hold a
   * closed window: that is not open.
   *
   * @param now - epoch milliseconds
   */
  verdict(application: ApplicationRecord, now: number): WindowVerdict {
    const { cluster } = application;
    const unread = this.#names(application).find(
      name => this.index.project(cluster, name) === undefined,
    );
    if (unread !== undefined) {
      return {
        kind: 'unreadable',
        reason: `the AppProject ${unread} of cluster ${cluster} was not read, so its sync windows are not known; see that it exists and that the portal may list appprojects`,
      };
    }
    return manualSyncWindow(
      this.projects(application).flatMap(({ windows }) => windows),
      application,
      now,
    );
  }

  /** Which global projects match is known once its own was read. */
  #names(application: ApplicationRecord): string[] {
    const { cluster, project } = application;
    const own = this.index.projectOf(application);
    const globals = own
      ? this.globals(cluster).filter(
          ({ projectName, labelSelector }) =>
            projectName !== own.name &&
            matchesSelector(labelSelector, own.labels),
        )
      : [];
    return [project, ...globals.map(({ projectName }) => projectName)];
  }
}
