import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import type { OwnerSummary } from '@strata/plugin-strata-common';
import { useResource } from '../api';
import { teamName } from '../owners/teamName';
import { teamLinkRef, teamsLinkRef } from '../routes';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { LinesSkeleton } from '../states/Skeletons';
import { SeverityBadge } from '../status/StatusBadge';
import { SeverityCounts } from '../status/StatusStrip';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './home.module.css';
import { usePerson, type Person } from './usePerson';

/** A greeting, and the state of the teams of who is signed in. */
export function Content() {
  const { t } = useTranslationRef(strataTranslationRef);
  const teams = useRouteRef(teamsLinkRef);
  const person = usePerson();
  const owners = useResource('owners', api => api.owners());
  return (
    <div className={styles.widget}>
      <p className={styles.greeting}>
        {person ? <Greeting person={person} /> : t('home.greetingNoName')}
      </p>
      <p className={styles.intro}>{t('home.intro')}</p>
      <ResourceView resource={owners} skeleton={<LinesSkeleton lines={3} />}>
        {data => {
          const mine = data.owners.filter(({ owner }) =>
            person?.ownershipEntityRefs.includes(owner.ref),
          );
          return mine.length > 0 ? (
            <ul className={styles.teams}>
              {mine.map(summary => (
                <TeamLine key={summary.owner.ref} summary={summary} />
              ))}
            </ul>
          ) : (
            <EmptyState
              title={t('home.noTeam.title')}
              description={t('home.noTeam.description')}
            />
          );
        }}
      </ResourceView>
      <MaybeLink to={teams?.()}>{t('home.allTeams')}</MaybeLink>
    </div>
  );
}

/** By the name of the profile, else by the one the catalog knows. */
function Greeting(props: { person: Person }) {
  const { displayName, userEntityRef } = props.person;
  const { t } = useTranslationRef(strataTranslationRef);
  const { primaryTitle } = useEntityPresentation(userEntityRef);
  return <>{t('home.greeting', { name: displayName ?? primaryTitle })}</>;
}

function TeamLine(props: { summary: OwnerSummary }) {
  const { owner, severity, items, delivery, slo } = props.summary;
  const { t } = useTranslationRef(strataTranslationRef);
  const team = useRouteRef(teamLinkRef);
  return (
    <li className={styles.team}>
      <span className={styles.teamHead}>
        <MaybeLink
          to={team?.({ name: teamName(owner.ref) })}
          className={styles.name}
        >
          {owner.title}
        </MaybeLink>
        <SeverityBadge severity={severity} />
      </span>
      <span className={styles.teamFacts}>
        {t('home.teamLine', { count: items })}
        {items > 0 && (
          <>
            <SeverityCounts counts={delivery} />
            {slo.measured > 0 &&
              t('home.met', {
                met: String(slo.met),
                measured: String(slo.measured),
              })}
          </>
        )}
      </span>
    </li>
  );
}
