import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { SourceStatus } from '@strata/plugin-strata-common';
import { Age } from '../clock/Age';
import { EmptyState } from '../states/EmptyState';
import { LinesSkeleton } from '../states/Skeletons';
import { ResourceView } from '../states/ResourceView';
import { strataTranslationRef } from '../translation';
import { SourceState, SourceTitle } from './SourceAges';
import styles from './sources.module.css';
import { useSources } from './useSources';

/** Every upstream of the portal: whether it answers, and how old its data is. */
export function SourcesPanel() {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <ResourceView
      resource={useSources()}
      skeleton={<LinesSkeleton lines={4} />}
    >
      {({ sources }) =>
        sources.length > 0 ? (
          <SourcesTable sources={sources} />
        ) : (
          <EmptyState
            title={t('sources.panel.empty.title')}
            description={t('sources.panel.empty.description')}
          />
        )
      }
    </ResourceView>
  );
}

function SourcesTable(props: { sources: readonly SourceStatus[] }) {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <table className={styles.table} aria-label={t('sources.panel.label')}>
      <thead>
        <tr>
          <th scope="col">{t('sources.panel.source')}</th>
          <th scope="col">{t('sources.panel.state')}</th>
          <th scope="col" className={styles.age}>
            {t('sources.panel.age')}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.sources.map(source => (
          <tr key={source.id}>
            <th scope="row">
              <SourceTitle source={source} />
              {source.note && (
                <span className={styles.note}>{source.note}</span>
              )}
            </th>
            <td>
              <SourceState state={source.state} />
              {source.error && (
                <span className={styles.error}>{source.error}</span>
              )}
            </td>
            <td className={styles.age}>
              {source.asOf ? (
                <>
                  <Age at={source.asOf} /> {t('sources.panel.ago')}
                </>
              ) : (
                t('sources.never')
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
