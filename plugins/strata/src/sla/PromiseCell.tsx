import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  compareSeverity,
  compareSloStatus,
  severityOfStatus,
  type OwnerItem,
  type SloRow,
} from '@strata/plugin-strata-common';
import { strataTranslationRef } from '../translation';
import styles from './sla.module.css';
import { SloFacts } from './SloFacts';

/** SLOs, worst first. */
export function worstFirst(slos: readonly SloRow[]): SloRow[] {
  return [...slos].sort(
    (a, b) =>
      compareSeverity(severityOfStatus[a.status], severityOfStatus[b.status]) ||
      compareSloStatus(a.status, b.status),
  );
}

/** The worst SLO of an item and how many there are besides; opens all. */
export function PromiseCell(props: { item: OwnerItem; onOpen: () => void }) {
  const { item, onOpen } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [worst, ...others] = worstFirst(item.slos);
  if (!worst) {
    return (
      <span className={styles.none}>
        {item.promise ? t('slo.promisedUnmeasured') : t('slo.notDeclared')}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={styles.cell}
      data-cell
      title={worst.reason}
      onClick={onOpen}
    >
      <span className={styles.hiddenLabel}>
        {t('slo.cellLabel', { item: item.title })}
        {': '}
      </span>
      <SloFacts slo={worst} />
      {others.length > 0 && (
        <span className={styles.figures}>
          {t('slo.more', { count: others.length })}
        </span>
      )}
    </button>
  );
}
