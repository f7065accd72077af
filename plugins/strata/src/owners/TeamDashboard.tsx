import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import { RiFilterOffLine, RiSeedlingLine } from '@remixicon/react';
import type { Change, OwnerOverview } from '@strata/plugin-strata-common';
import { useMemo, type ReactNode } from 'react';
import { useResource } from '../api';
import { Age } from '../clock/Age';
import { changeLinkRef } from '../routes';
import { personName } from '../people/personName';
import { SourceAges, SourcesBanner } from '../sources/SourceAges';
import { useCurrentSources } from '../sources/useSources';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { DashboardSkeleton } from '../states/Skeletons';
import { deliveryCounts, sloCounts, StatusStrip } from '../status/StatusStrip';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import { FindingsTable } from '../tree/FindingsTable';
import { filterItems } from './dashboardFilter';
import { DashboardFilters } from './DashboardFilters';
import { ItemPanel } from './ItemPanel';
import { OwnerContacts } from './OwnerContacts';
import styles from './owners.module.css';
import { TeamMatrix } from './TeamMatrix';
import { useDashboardState } from './useDashboardState';

/**
 * Everything a team owns, worst first: what runs where, what is promised,
 * what waits.
 */
export function TeamDashboard(props: {
  ownerRef: string;
  /** Above the dashboard; the title is not known while it loads. */
  heading?: (title: string | undefined) => ReactNode;
}) {
  const { ownerRef, heading } = props;
  const state = useDashboardState();
  const { inherited } = state;
  const overview = useResource(
    `owner:${ownerRef}:${inherited}`,
    api => api.ownerOverview(ownerRef, { inherited }),
    data => ({
      owners: [ownerRef, ...(data?.owner.children ?? [])],
      entityRefs: data?.items.map(({ entityRef }) => entityRef) ?? [],
    }),
  );
  const title = 'data' in overview ? overview.data.owner.title : undefined;
  return (
    <>
      {heading?.(title)}
      <ResourceView resource={overview} skeleton={<DashboardSkeleton />}>
        {data => <Dashboard overview={data} state={state} />}
      </ResourceView>
    </>
  );
}

function Dashboard(props: {
  overview: OwnerOverview;
  state: ReturnType<typeof useDashboardState>;
}) {
  const { overview, state } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const sources = useCurrentSources(overview.sources);
  const items = useMemo(
    () => filterItems(overview.items, state.filter),
    [overview.items, state.filter],
  );
  return (
    <div className={styles.dashboard}>
      <div className={styles.head}>
        <OwnerContacts owner={overview.owner} />
        <SourceAges sources={sources} />
      </div>
      <SourcesBanner sources={sources} />
      {overview.items.length === 0 ? (
        <EmptyState
          icon={<RiSeedlingLine size={32} />}
          title={t('dashboard.empty.title', { team: overview.owner.title })}
          description={t('dashboard.empty.description', {
            team: overview.owner.name,
          })}
        />
      ) : (
        <>
          <Strips overview={overview} state={state} />
          <DashboardFilters overview={overview} state={state} />
          {items.length > 0 ? (
            <TeamMatrix
              owner={overview.owner.ref}
              items={items}
              environments={overview.environments}
              onOpen={state.setOpen}
            />
          ) : (
            <EmptyState
              icon={<RiFilterOffLine size={32} />}
              title={t('dashboard.noMatch.title')}
              description={t('dashboard.noMatch.description', {
                count: overview.items.length,
              })}
              action={
                <Button variant="secondary" onPress={state.clear}>
                  {t('filter.clear')}
                </Button>
              }
            />
          )}
        </>
      )}
      <OpenChanges changes={overview.openChanges} />
      <Findings overview={overview} />
      {state.open && (
        <ItemPanel
          open={state.open}
          items={overview.items}
          sources={sources}
          onClose={() => state.setOpen(undefined)}
        />
      )}
    </div>
  );
}

function Strips(props: {
  overview: OwnerOverview;
  state: ReturnType<typeof useDashboardState>;
}) {
  const { overview, state } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const { met, measured } = overview.slo;
  const slos = sloCounts(overview.slo);
  return (
    <div className={styles.strips}>
      <div>
        <h2 className={styles.stripTitle}>{t('dashboard.delivery')}</h2>
        <StatusStrip
          label={t('dashboard.filterDelivery')}
          counts={deliveryCounts(overview.delivery)}
          selected={state.filter.delivery}
          onToggle={state.toggleDelivery}
        />
      </div>
      {slos.length > 0 && (
        <div>
          <h2 className={styles.stripTitle}>
            {t('dashboard.promises')}{' '}
            <span className={styles.muted}>
              {t('dashboard.met', {
                met: String(met),
                measured: String(measured),
              })}
            </span>
          </h2>
          <StatusStrip
            label={t('dashboard.filterSlo')}
            counts={slos}
            selected={state.filter.slo}
            onToggle={state.toggleSlo}
          />
        </div>
      )}
    </div>
  );
}

function OpenChanges(props: { changes: readonly Change[] }) {
  const { changes } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const change = useRouteRef(changeLinkRef);
  if (changes.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('dashboard.changes')}</h2>
      <ul className={styles.changes}>
        {changes.map(({ id, title, author, createdAt }) => (
          <li key={id}>
            <MaybeLink to={change?.({ id })}>{title}</MaybeLink>{' '}
            <span className={styles.muted}>
              {t('dashboard.openedBy', { author: personName(author) })}{' '}
              <Age at={createdAt} /> {t('dashboard.ago')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Findings(props: { overview: OwnerOverview }) {
  const { t } = useTranslationRef(strataTranslationRef);
  const findings = props.overview.items.flatMap(item => item.findings);
  if (findings.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('dashboard.findings')}</h2>
      <FindingsTable label={t('dashboard.findings')} findings={findings} />
    </section>
  );
}
