import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Change } from '@strata/plugin-strata-common';
import { useResource } from '../api';
import { Age } from '../clock/Age';
import { changeLinkRef, changesLinkRef } from '../routes';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { LinesSkeleton } from '../states/Skeletons';
import { MaybeLink } from '../page/MaybeLink';
import { personName } from '../people/personName';
import { strataTranslationRef } from '../translation';
import styles from './home.module.css';
import { usePerson, type Person } from './usePerson';

/** Open changes by the person, or on behalf of their teams. */
export function Content() {
  const { t } = useTranslationRef(strataTranslationRef);
  const person = usePerson();
  const all = useRouteRef(changesLinkRef);
  const changes = useResource(
    'changes:open',
    api => api.changes({ state: 'open' }),
    { kinds: ['change'] },
  );
  return (
    <div className={styles.widget}>
      <ResourceView resource={changes} skeleton={<LinesSkeleton lines={3} />}>
        {data => {
          const mine = data.filter(change => concerns(change, person));
          return mine.length > 0 ? (
            <ul className={styles.changes}>
              {mine.map(change => (
                <ChangeLine key={change.id} change={change} />
              ))}
            </ul>
          ) : (
            <EmptyState
              title={t('home.noChanges.title')}
              description={t('home.noChanges.description')}
            />
          );
        }}
      </ResourceView>
      <MaybeLink to={all?.()}>{t('home.allChanges')}</MaybeLink>
    </div>
  );
}

function concerns(change: Change, person: Person | undefined): boolean {
  if (!person) return false;
  return (
    change.author === person.userEntityRef ||
    (change.owner !== undefined &&
      person.ownershipEntityRefs.includes(change.owner))
  );
}

function ChangeLine(props: { change: Change }) {
  const { id, title, author, createdAt, journey } = props.change;
  const { t } = useTranslationRef(strataTranslationRef);
  const change = useRouteRef(changeLinkRef);
  const step = journey.find(({ state }) => state === 'current');
  return (
    <li>
      <MaybeLink to={change?.({ id })}>{title}</MaybeLink>
      <span className={styles.muted}>
        {t('home.changesOf', { author: personName(author) })}{' '}
        <Age at={createdAt} /> {t('dashboard.ago')}
        {step && ` · ${step.title}`}
      </span>
    </li>
  );
}
