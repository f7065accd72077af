import type {
  DeliveryStatus,
  OwnerItem,
  SloStatus,
} from '@strata/plugin-strata-common';

/** What the dashboard is narrowed to; empty lists narrow nothing. */
export type DashboardFilter = {
  text: string;
  delivery: readonly DeliveryStatus[];
  slo: readonly SloStatus[];
  layer?: string;
  environment?: string;
};

/** @internal */
export const noFilter: DashboardFilter = { text: '', delivery: [], slo: [] };

/** Whether anything is narrowed. */
export function isNarrowed(filter: DashboardFilter): boolean {
  return (
    filter.text !== '' ||
    filter.delivery.length > 0 ||
    filter.slo.length > 0 ||
    filter.layer !== undefined ||
    filter.environment !== undefined
  );
}

/**
 * Items that match. The two kinds of status are alternatives ("drifted or
 * breached"): both ask for what needs a look.
 */
export function filterItems(
  items: readonly OwnerItem[],
  filter: DashboardFilter,
): OwnerItem[] {
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(
    item =>
      words.every(word => searchText(item).includes(word)) &&
      (filter.layer === undefined || item.layer === filter.layer) &&
      (filter.environment === undefined ||
        item.rows.some(row => row.environment === filter.environment)) &&
      matchesStatus(item, filter),
  );
}

function matchesStatus(item: OwnerItem, filter: DashboardFilter): boolean {
  if (filter.delivery.length === 0 && filter.slo.length === 0) return true;
  const concerns = (environment: string) =>
    filter.environment === undefined || environment === filter.environment;
  return (
    item.rows.some(
      row => concerns(row.environment) && filter.delivery.includes(row.status),
    ) ||
    item.slos.some(
      slo => concerns(slo.environment) && filter.slo.includes(slo.status),
    )
  );
}

function searchText(item: OwnerItem): string {
  return [item.name, item.title, item.path, item.owner]
    .join(' ')
    .toLocaleLowerCase();
}

/** Items by layer, in the order in which the layers first appear: worst first. */
export function byLayer(
  items: readonly OwnerItem[],
): { layer: string; items: OwnerItem[] }[] {
  const groups = new Map<string, OwnerItem[]>();
  for (const item of items) {
    const group = groups.get(item.layer);
    if (group) group.push(item);
    else groups.set(item.layer, [item]);
  }
  return [...groups].map(([layer, group]) => ({ layer, items: group }));
}
