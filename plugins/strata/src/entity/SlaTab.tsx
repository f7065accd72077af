import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiShieldCheckLine } from '@remixicon/react';
import { PromiseFacts } from '../sla/PromiseFacts';
import { worstFirst } from '../sla/PromiseCell';
import styles from '../sla/sla.module.css';
import { SloDetail } from '../sla/SloDetail';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { TableSkeleton } from '../states/Skeletons';
import { strataTranslationRef } from '../translation';
import { useSla, useStrataItem } from './useStrataItem';

/** Objectives of an item, worst first, each with its budget over time. */
export function SlaTab() {
  const { ref } = useStrataItem();
  const { t } = useTranslationRef(strataTranslationRef);
  const sla = useSla(ref);
  return (
    <ResourceView
      resource={sla}
      skeleton={<TableSkeleton rows={4} columns={3} />}
    >
      {({ slos, promise }) => (
        <div className={styles.tab}>
          {slos.length === 0 && (
            <EmptyState
              icon={<RiShieldCheckLine size={32} />}
              title={t('entity.noSlos.title')}
              description={t('entity.noSlos.description')}
            />
          )}
          {worstFirst(slos).map(slo => (
            <SloDetail key={slo.sloId} slo={slo} />
          ))}
          {promise && (
            <section className={styles.slo} aria-label={t('entity.promise')}>
              <h3 className={styles.answer}>{t('entity.promise')}</h3>
              <PromiseFacts promise={promise} />
            </section>
          )}
        </div>
      )}
    </ResourceView>
  );
}
