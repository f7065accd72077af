import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { PromiseFacts } from '../sla/PromiseFacts';
import { strataTranslationRef } from '../translation';
import styles from './entity.module.css';
import { useStrataItem } from './useStrataItem';

/** What service.yaml promises, whether or not it is measured. */
export function PromiseCard() {
  const { spec } = useStrataItem();
  const { t } = useTranslationRef(strataTranslationRef);
  if (!spec) return null;
  const { sla } = spec;
  return (
    <EntityInfoCard title={t('entity.promise')}>
      {sla ? (
        <PromiseFacts promise={{ ...sla, period: sla.period?.calendar }} />
      ) : (
        <p className={styles.quiet}>
          <strong>{t('entity.noSla.title')}.</strong>{' '}
          {t('entity.noSla.description')}
        </p>
      )}
    </EntityInfoCard>
  );
}
