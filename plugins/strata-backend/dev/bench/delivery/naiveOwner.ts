import {
  deliveryCells,
  type DeliveryRow,
  type Item,
  readApplication,
  type SourceStatus,
} from '@strata/plugin-strata-common';
import type { FullApplication } from './readEverything';

/**
 * An owner's rows without an index: filter all full objects for the owner's
 * items, read the matches, derive the same rows.
 */
export function naiveOwnerRows(
  applications: readonly FullApplication[],
  items: readonly Item[],
  sources: readonly SourceStatus[],
  now: number,
): DeliveryRow[] {
  return items.flatMap(item => {
    const label = item.path.replaceAll('/', '.');
    const own = applications
      .filter(({ metadata }) => metadata.labels['strata.dev/item'] === label)
      .map(object => ({
        application: readApplication(object, 'homelab'),
        by: 'label' as const,
        ambiguous: false,
      }));
    return deliveryCells(item, own, {
      now,
      sources: [...sources],
      driftGraceMs: 300_000,
      reconcileLimitMs: 0,
      set: () => undefined,
      outOfSync: () => undefined,
      newer: () => 'no',
      links: () => [],
    }).map(({ row }) => row);
  });
}
