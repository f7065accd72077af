import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  DeliveryRow,
  OwnerItem,
  SourceStatus,
} from '@strata/plugin-strata-common';
import type { ReactNode } from 'react';
import { DeliveryDetails } from '../delivery/DeliveryDetails';
import styles from '../delivery/delivery.module.css';
import { SidePanel } from '../delivery/SidePanel';
import { useEntityHref } from '../entity/useEntityHref';
import { PromiseFacts } from '../sla/PromiseFacts';
import { SloList } from '../sla/SloList';
import { strataTranslationRef } from '../translation';
import { FindingsList } from '../tree/FindingsTable';
import type { OpenPanel } from './useDashboardState';

/** The side panel of the dashboard, for whatever cell was opened. */
export function ItemPanel(props: {
  open: OpenPanel;
  items: readonly OwnerItem[];
  sources: readonly SourceStatus[];
  onClose: () => void;
}) {
  const { open, items, sources, onClose } = props;
  const item = items.find(({ entityRef }) => entityRef === open.entityRef);
  if (!item) return null;
  switch (open.view.kind) {
    case 'environment': {
      const { environment } = open.view;
      const row = item.rows.find(each => each.environment === environment);
      if (!row) return null;
      return (
        <EnvironmentPanel
          item={item}
          row={row}
          sources={sources}
          onClose={onClose}
        />
      );
    }
    case 'promise':
      return <PromisePanel item={item} onClose={onClose} />;
    case 'findings':
      return <FindingsPanel item={item} onClose={onClose} />;
    default:
      throw new TypeError(`not a panel: ${JSON.stringify(open)}`);
  }
}

function EnvironmentPanel(props: {
  item: OwnerItem;
  row: DeliveryRow;
  sources: readonly SourceStatus[];
  onClose: () => void;
}) {
  const { item, row, sources, onClose } = props;
  return (
    <SidePanel
      title={`${item.title} · ${row.environment}`}
      subtitle={<ItemLink item={item}>{item.path}</ItemLink>}
      onClose={onClose}
    >
      <DeliveryDetails
        row={row}
        slos={item.slos.filter(slo => slo.environment === row.environment)}
        sources={sources}
        itemTitle={item.title}
      />
    </SidePanel>
  );
}

function PromisePanel(props: { item: OwnerItem; onClose: () => void }) {
  const { item, onClose } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <SidePanel
      title={t('panel.promiseOf', { item: item.title })}
      subtitle={<ItemLink item={item}>{item.path}</ItemLink>}
      onClose={onClose}
    >
      <section className={styles.section}>
        <h3>{t('panel.slos')}</h3>
        {item.slos.length > 0 ? (
          <SloList slos={item.slos} />
        ) : (
          <p className={styles.result}>{t('slo.promisedUnmeasured')}</p>
        )}
      </section>
      {item.promise && (
        <section className={styles.section}>
          <h3>{t('panel.promise')}</h3>
          <PromiseFacts promise={item.promise} />
        </section>
      )}
    </SidePanel>
  );
}

function FindingsPanel(props: { item: OwnerItem; onClose: () => void }) {
  const { item, onClose } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <SidePanel
      title={t('panel.findingsOf', { item: item.title })}
      subtitle={<ItemLink item={item}>{item.path}</ItemLink>}
      onClose={onClose}
    >
      <section className={styles.section}>
        <FindingsList findings={item.findings} />
      </section>
    </SidePanel>
  );
}

function ItemLink(props: { item: OwnerItem; children: ReactNode }) {
  const entityHref = useEntityHref();
  return <Link to={entityHref(props.item.entityRef)}>{props.children}</Link>;
}
