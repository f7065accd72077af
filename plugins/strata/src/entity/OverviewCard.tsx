import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { EntityDelivery } from '@strata/plugin-strata-common';
import { useState } from 'react';
import { DeliveryCell } from '../delivery/DeliveryCell';
import { DeliveryDetails } from '../delivery/DeliveryDetails';
import { SidePanel } from '../delivery/SidePanel';
import { SloList } from '../sla/SloList';
import { LinesSkeleton } from '../states/Skeletons';
import { ResourceView } from '../states/ResourceView';
import { strataTranslationRef } from '../translation';
import styles from './entity.module.css';
import { useEntityHref } from './useEntityHref';
import { useDelivery, useSla, useStrataItem } from './useStrataItem';

/** The row of the team dashboard for this item, taller. */
export function OverviewCard() {
  const { ref, name, title } = useStrataItem();
  const { t } = useTranslationRef(strataTranslationRef);
  const entityHref = useEntityHref();
  const delivery = useDelivery(ref);
  const sla = useSla(ref);
  return (
    <EntityInfoCard
      title={t('entity.overview')}
      footerActions={
        <span className={styles.footer}>
          <Link to={`${entityHref(ref)}/delivery`}>{t('entity.details')}</Link>
          <Link to={`${entityHref(ref)}/sla`}>{t('entity.slaDetails')}</Link>
        </span>
      }
    >
      <div className={styles.columns}>
        <ResourceView
          resource={delivery}
          skeleton={<LinesSkeleton lines={4} />}
        >
          {data => (
            <Environments delivery={data} itemName={name} itemTitle={title} />
          )}
        </ResourceView>
        <ResourceView resource={sla} skeleton={<LinesSkeleton lines={3} />}>
          {({ slos }) =>
            slos.length > 0 ? (
              <SloList slos={slos} />
            ) : (
              <p className={styles.quiet}>{t('entity.noSlos.title')}</p>
            )
          }
        </ResourceView>
      </div>
    </EntityInfoCard>
  );
}

function Environments(props: {
  delivery: EntityDelivery;
  itemName: string;
  itemTitle: string;
}) {
  const { delivery, itemName, itemTitle } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [open, setOpen] = useState<string>();
  const opened = delivery.rows.find(row => row.environment === open);
  if (delivery.rows.length === 0) {
    return <p className={styles.quiet}>{t('delivery.empty.description')}</p>;
  }
  return (
    <>
      <ul className={styles.environments}>
        {delivery.rows.map(row => (
          <li key={row.environment}>
            <span className={styles.environment} aria-hidden>
              {row.environment}
            </span>
            <DeliveryCell
              row={row}
              itemName={itemName}
              itemTitle={itemTitle}
              onOpen={() => setOpen(row.environment)}
            />
          </li>
        ))}
      </ul>
      {opened && (
        <SidePanel
          title={`${itemTitle} · ${opened.environment}`}
          onClose={() => setOpen(undefined)}
        >
          <DeliveryDetails
            row={opened}
            slos={[]}
            sources={[]}
            itemTitle={itemTitle}
          />
        </SidePanel>
      )}
    </>
  );
}
