import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Skeleton, Text } from '@backstage/ui';
import type { ChangeDetail } from '@strata/plugin-strata-common';
import { useResource } from '../api';
import { Age } from '../clock/Age';
import { useEntityHref } from '../entity/useEntityHref';
import { ResourceView } from '../states/ResourceView';
import { LinesSkeleton } from '../states/Skeletons';
import { ChangeActions } from './ChangeActions';
import styles from './changes.module.css';
import { ChangeState } from './ChangeState';
import { Checks } from './Checks';
import { FileDiffs } from './FileDiffs';
import { Journey } from './Journey';
import { strataChangesTranslationRef } from './translation';

/** One change: where it is, what it does, and what can be done with it. */
export function ChangeView(props: { id: string }) {
  const { id } = props;
  const change = useResource(
    `change:${id}`,
    api => api.change(id),
    data => (data ? { entityRefs: data.entityRefs } : {}),
  );
  return (
    <ResourceView
      resource={change}
      skeleton={
        <div className={styles.change}>
          <Skeleton width="40%" height={28} />
          <Skeleton width="100%" height={72} />
          <LinesSkeleton lines={6} />
        </div>
      }
    >
      {data => <Change change={data} onDone={change.retry} />}
    </ResourceView>
  );
}

function Change(props: { change: ChangeDetail; onDone: () => void }) {
  const { change, onDone } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  return (
    <article className={styles.change}>
      <header className={styles.head}>
        <div>
          <Text as="h2" variant="title-small">
            {change.title}
          </Text>
          <p className={styles.facts}>
            <ChangeState state={change.state} />
            <span>
              <EntityLink entityRef={change.author}>
                {t('change.by', { author: nameOf(change.author) })}
              </EntityLink>
            </span>
            {change.owner && (
              <EntityLink entityRef={change.owner}>
                {t('change.for', { owner: nameOf(change.owner) })}
              </EntityLink>
            )}
            <span>
              <Age at={change.createdAt} /> {t('change.ago')}
            </span>
            {change.url && <Link to={change.url}>{t('change.onHost')}</Link>}
          </p>
        </div>
        <ChangeActions change={change} onDone={onDone} />
      </header>
      <Journey steps={change.journey} />
      <EntityLinks change={change} />
      <Checks added={change.added} />
      <Text as="h3" variant="body-large" weight="bold">
        {t('change.files')}
      </Text>
      <FileDiffs files={change.files} />
      <dl className={styles.git}>
        <dt>{t('change.branch')}</dt>
        <dd>
          <code>{change.branch}</code>
        </dd>
        {change.mergeCommit && (
          <>
            <dt>{t('change.mergeCommit')}</dt>
            <dd>
              <code>{change.mergeCommit.slice(0, 12)}</code>
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}

/** Links to what the change made, once the catalog has it. */
function EntityLinks(props: { change: ChangeDetail }) {
  const { entityRefs, journey } = props.change;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const inCatalog = journey.some(
    step => step.id === 'in_catalog' && step.state === 'done',
  );
  if (!inCatalog) return null;
  return (
    <ul className={styles.links}>
      {entityRefs.map(ref => (
        <li key={ref}>
          <EntityLink entityRef={ref}>
            {t('change.entity', { name: nameOf(ref) })}
          </EntityLink>
        </li>
      ))}
    </ul>
  );
}

function EntityLink(props: { entityRef: string; children: string }) {
  const href = useEntityHref();
  return <Link to={href(props.entityRef)}>{props.children}</Link>;
}

function nameOf(entityRef: string): string {
  return parseEntityRef(entityRef).name;
}
