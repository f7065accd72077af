import {
  deliveryStatuses,
  sloStatuses,
  type DeliveryStatus,
  type SloStatus,
} from '@strata/plugin-strata-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { DashboardFilter } from './dashboardFilter';

/** What the side panel shows: an environment, the promise or the findings of an item. */
export type OpenPanel = {
  entityRef: string;
  view:
    | { kind: 'environment'; environment: string }
    | { kind: 'promise' }
    | { kind: 'findings' };
};

/** The dashboard's state lives in the URL: a link shows what its sender saw. */
export function useDashboardState() {
  const [search, setSearch] = useSearchParams();

  const filter = useMemo(
    (): DashboardFilter => ({
      text: search.get('q') ?? '',
      delivery: known(deliveryStatuses, search.getAll('status')),
      slo: known(sloStatuses, search.getAll('slo')),
      layer: search.get('layer') ?? undefined,
      environment: search.get('environment') ?? undefined,
    }),
    [search],
  );

  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setSearch(
        previous => {
          const next = new URLSearchParams(previous);
          edit(next);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );

  return {
    filter,
    /** Child teams' rows are shown unless turned off. */
    inherited: search.get('inherited') !== 'false',
    open: useMemo(() => parsePanel(search.get('open')), [search]),
    setInherited: (inherited: boolean) =>
      change(next => setOrDelete(next, 'inherited', inherited ? '' : 'false')),
    setText: (text: string) => change(next => setOrDelete(next, 'q', text)),
    setLayer: (layer: string) =>
      change(next => setOrDelete(next, 'layer', layer)),
    setEnvironment: (environment: string) =>
      change(next => setOrDelete(next, 'environment', environment)),
    toggleDelivery: (status: DeliveryStatus) =>
      change(next => toggle(next, 'status', status)),
    toggleSlo: (status: SloStatus) =>
      change(next => toggle(next, 'slo', status)),
    clear: () =>
      change(next =>
        ['q', 'status', 'slo', 'layer', 'environment'].forEach(name =>
          next.delete(name),
        ),
      ),
    setOpen: (open: OpenPanel | undefined) =>
      change(next => setOrDelete(next, 'open', open ? panelText(open) : '')),
  };
}

function known<S extends string>(
  statuses: readonly S[],
  values: readonly string[],
): S[] {
  return statuses.filter(status => values.includes(status));
}

function setOrDelete(search: URLSearchParams, name: string, value: string) {
  if (value) search.set(name, value);
  else search.delete(name);
}

function toggle(search: URLSearchParams, name: string, value: string) {
  const values = search.getAll(name);
  search.delete(name);
  const next = values.includes(value)
    ? values.filter(other => other !== value)
    : [...values, value];
  next.forEach(each => search.append(name, each));
}

/** `component:default/n8n@production`, `…@` for the promise, `…@?` for findings. */
function panelText({ entityRef, view }: OpenPanel): string {
  switch (view.kind) {
    case 'environment':
      return `${entityRef}@${view.environment}`;
    case 'promise':
      return `${entityRef}@`;
    case 'findings':
      return `${entityRef}@?`;
    default:
      throw new TypeError(`not a panel: ${JSON.stringify(view)}`);
  }
}

function parsePanel(text: string | null): OpenPanel | undefined {
  const at = text?.lastIndexOf('@') ?? -1;
  if (!text || at < 0) return undefined;
  const entityRef = text.slice(0, at);
  const rest = text.slice(at + 1);
  if (rest === '') return { entityRef, view: { kind: 'promise' } };
  if (rest === '?') return { entityRef, view: { kind: 'findings' } };
  return { entityRef, view: { kind: 'environment', environment: rest } };
}
