import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiArrowRightLine, RiHand, RiRocket2Line } from '@remixicon/react';
import type { DeliveryRow, SloRow } from '@strata/plugin-strata-common';
import { Fragment } from 'react';
import { DeliveryDetails } from '../delivery/DeliveryDetails';
import styles from '../delivery/delivery.module.css';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { TableSkeleton } from '../states/Skeletons';
import { SourcesBanner } from '../sources/SourceAges';
import { useSources } from '../sources/useSources';
import { strataTranslationRef } from '../translation';
import { useDelivery, useSla, useStrataItem } from './useStrataItem';

/** Environments left to right in promotion order, with the gate between them. */
export function DeliveryTab() {
  const { ref, title } = useStrataItem();
  const { t } = useTranslationRef(strataTranslationRef);
  const delivery = useDelivery(ref);
  const sla = useSla(ref);
  const sources = useSources();
  const slos = 'data' in sla ? sla.data.slos : [];
  const sourceList = 'data' in sources ? sources.data.sources : [];
  return (
    <ResourceView
      resource={delivery}
      skeleton={<TableSkeleton rows={5} columns={2} />}
    >
      {({ rows }) =>
        rows.length > 0 ? (
          <>
            <SourcesBanner
              sources={sourceList.filter(({ id }) =>
                rows.some(row => row.source === id),
              )}
            />
            <div className={styles.lane}>
              {rows.map((row, index) => (
                <Fragment key={row.environment}>
                  {index > 0 && <Between row={row} />}
                  <section
                    className={styles.stage}
                    aria-label={row.environment}
                  >
                    <h2 className={styles.stageTitle}>{row.environment}</h2>
                    <DeliveryDetails
                      row={row}
                      slos={slosOf(slos, row)}
                      sources={sourceList}
                      itemTitle={title}
                    />
                  </section>
                </Fragment>
              ))}
            </div>
          </>
        ) : (
          <EmptyState
            icon={<RiRocket2Line size={32} />}
            title={t('delivery.empty.title')}
            description={t('delivery.empty.description')}
          />
        )
      }
    </ResourceView>
  );
}

function slosOf(slos: readonly SloRow[], row: DeliveryRow): SloRow[] {
  return slos.filter(({ environment }) => environment === row.environment);
}

/** The gate into an environment. */
function Between(props: { row: DeliveryRow }) {
  const { gate } = props.row;
  const { t } = useTranslationRef(strataTranslationRef);
  const Icon = gate.gated ? RiHand : RiArrowRightLine;
  return (
    <div className={styles.between} title={gate.why}>
      <Icon size={20} aria-hidden />
      {gate.gated ? t('delivery.handGate') : t('delivery.autoGate')}
    </div>
  );
}
