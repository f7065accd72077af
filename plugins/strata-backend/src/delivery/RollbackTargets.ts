import type {
  DeliveryCell,
  RollbackTarget,
} from '@strata/plugin-strata-common';
import type { ApplicationObjects } from './fleet/ApplicationObjects';

/** Looks up what a rollback would bring back. */
export class RollbackTargets {
  constructor(private readonly objects: Pick<ApplicationObjects, 'read'>) {}

  async find(cell: DeliveryCell, historyId: number): Promise<RollbackTarget> {
    const application = cell.claim?.application;
    if (!application) return { kind: 'not_in_history', id: historyId };
    try {
      const { history } = await this.objects.read(application);
      const entry = history.find(({ id }) => id === historyId);
      return entry
        ? { kind: 'entry', id: historyId, revisions: entry.revisions }
        : { kind: 'not_in_history', id: historyId };
    } catch (error) {
      return {
        kind: 'unread',
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  }
}
