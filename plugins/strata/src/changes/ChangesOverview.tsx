import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Button,
  ButtonLink,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import type { Change } from '@strata/plugin-strata-common';
import { useSearchParams } from 'react-router-dom';
import { useResource } from '../api';
import { createServiceRouteRef } from '../routes';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { TableSkeleton } from '../states/Skeletons';
import { useSort } from '../table/useSort';
import styles from './changes.module.css';
import { ChangesTable } from './ChangesTable';
import { strataChangesTranslationRef } from './translation';

const shownStates = ['all', 'open', 'merged', 'closed'] as const;
type Shown = (typeof shownStates)[number];

/** Every change, newest first; what is shown is in the address. */
export function ChangesOverview() {
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const { shown, owner, entityRef, show, clear } = useChangesFilter();
  const { sort, onSort } = useSort();
  const changes = useResource(
    `changes:${owner ?? ''}:${entityRef ?? ''}`,
    api =>
      api.changes({
        ...(owner && { owner }),
        ...(entityRef && { entityRef }),
      }),
  );
  const only = entityRef ?? owner;
  return (
    <section className={styles.change} aria-label={t('list.title')}>
      <div className={styles.filters}>
        <ToggleButtonGroup
          aria-label={t('list.filter')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[shown]}
          onSelectionChange={keys => show(String([...keys][0]) as Shown)}
        >
          {shownStates.map(state => (
            <ToggleButton key={state} id={state}>
              {state === 'all' ? t('list.all') : t(`state.${state}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {only && (
          <span className={styles.facts}>
            {t('list.filteredBy', { what: parseEntityRef(only).name })}
            <Button size="small" variant="tertiary" onPress={clear}>
              {t('list.clearFilter')}
            </Button>
          </span>
        )}
      </div>
      <ResourceView
        resource={changes}
        skeleton={<TableSkeleton rows={5} columns={6} />}
      >
        {data => {
          const rows = data.filter(change => matches(change, shown));
          return rows.length > 0 ? (
            <ChangesTable changes={rows} sort={sort} onSort={onSort} />
          ) : (
            <NoChanges shown={shown} />
          );
        }}
      </ResourceView>
    </section>
  );
}

function NoChanges(props: { shown: Shown }) {
  const { shown } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const create = useRouteRef(createServiceRouteRef);
  return (
    <EmptyState
      title={
        shown === 'all'
          ? t('list.emptyAllTitle')
          : t('list.emptyTitle', {
              state: t(`state.${shown}`).toLocaleLowerCase(),
            })
      }
      description={t('list.emptyText')}
      action={
        create && (
          <ButtonLink variant="primary" href={create()}>
            {t('list.create')}
          </ButtonLink>
        )
      }
    />
  );
}

/** A conflicted change is an open one that needs a hand. */
function matches({ state }: Change, shown: Shown): boolean {
  if (shown === 'all') return true;
  if (shown === 'open') return state === 'open' || state === 'conflicted';
  return state === shown;
}

function useChangesFilter() {
  const [search, setSearch] = useSearchParams();
  const edit = (change: (next: URLSearchParams) => void) =>
    setSearch(
      previous => {
        const next = new URLSearchParams(previous);
        change(next);
        return next;
      },
      { replace: true },
    );
  return {
    shown: shownStates.find(state => state === search.get('state')) ?? 'all',
    owner: entityRefOf(search.get('owner')),
    entityRef: entityRefOf(search.get('entityRef')),
    show: (state: Shown) =>
      edit(next => {
        if (state === 'all') next.delete('state');
        else next.set('state', state);
      }),
    clear: () =>
      edit(next => {
        next.delete('owner');
        next.delete('entityRef');
      }),
  };
}

/** What stands in the address may be anything. */
function entityRefOf(text: string | null): string | undefined {
  return text && /^[a-z]+:[^/\s]+\/[^/\s]+$/i.test(text) ? text : undefined;
}
