import {
  deliveryCells,
  type DeliveryRow,
  type Item,
  readApplication,
  type SourceStatus,
} from '@strata/plugin-strata-common';
import type { FullApplication } from './readEverything';

/**
 * Rows without an index: filter all full objects for the items, read the
 * matches, derive the same rows.
 */
export function naiveRows(
  applications: readonly FullApplication[],
  items: readonly Item[],
  sources: readonly SourceStatus[],
  now: number,
): DeliveryRow[] {
  const byLabel = new Map<string, FullApplication[]>(
    items.map(item => [labelOf(item), []]),
  );
  for (const application of applications) {
    const label = application.metadata.labels['strata.dev/item'];
    byLabel.get(label)?.push(application);
  }
  return items.flatMap(item => {
    const own = (byLabel.get(labelOf(item)) ?? []).map(object => ({
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

const labelOf = ({ path }: Item) => path.replaceAll('/', '.');
