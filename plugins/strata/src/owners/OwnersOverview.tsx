import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { SearchField } from '@backstage/ui';
import { RiTeamLine } from '@remixicon/react';
import type { OwnersResponse } from '@strata/plugin-strata-common';
import { useSearchParams } from 'react-router-dom';
import { useResource } from '../api';
import { treesLinkRef } from '../routes';
import { SourceAges, SourcesBanner } from '../sources/SourceAges';
import { useCurrentSources } from '../sources/useSources';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { TableSkeleton } from '../states/Skeletons';
import { useSort } from '../table/useSort';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';
import { listedOwners, OwnersTable } from './OwnersTable';

/** All teams, worst first. */
export function OwnersOverview() {
  const owners = useResource('owners', api => api.owners());
  return (
    <ResourceView
      resource={owners}
      skeleton={<TableSkeleton rows={6} columns={5} />}
    >
      {data => <Overview response={data} />}
    </ResourceView>
  );
}

function Overview(props: { response: OwnersResponse }) {
  const { owners } = props.response;
  const sources = useCurrentSources(props.response.sources);
  const { t } = useTranslationRef(strataTranslationRef);
  const trees = useRouteRef(treesLinkRef);
  const [search, setSearch] = useSearchParams();
  const { sort, onSort } = useSort();
  const text = search.get('q') ?? '';
  const setText = (value: string) =>
    setSearch(
      previous => {
        const next = new URLSearchParams(previous);
        if (value) next.set('q', value);
        else next.delete('q');
        return next;
      },
      { replace: true },
    );
  const listed = listedOwners(owners).filter(({ owner }) =>
    `${owner.title} ${owner.name}`
      .toLocaleLowerCase()
      .includes(text.toLocaleLowerCase()),
  );
  return (
    <div className={styles.dashboard}>
      <div className={styles.head}>
        <SearchField
          size="small"
          aria-label={t('owners.filter')}
          placeholder={t('owners.filter')}
          value={text}
          onChange={setText}
          className={styles.search}
        />
        <SourceAges sources={sources} />
      </div>
      <SourcesBanner sources={sources} />
      {owners.length === 0 ? (
        <EmptyState
          icon={<RiTeamLine size={32} />}
          title={t('owners.empty.title')}
          description={t('owners.empty.description')}
          action={
            <MaybeLink to={trees?.()}>{t('owners.empty.action')}</MaybeLink>
          }
        />
      ) : (
        <OwnersTable owners={listed} sort={sort} onSort={onSort} />
      )}
    </div>
  );
}
