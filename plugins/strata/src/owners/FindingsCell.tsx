import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  findingSeverities,
  type OwnerItem,
} from '@strata/plugin-strata-common';
import { FindingBadge } from '../tree/FindingsTable';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';

/** How many findings an item has, by severity; opens the list. */
export function FindingsCell(props: { item: OwnerItem; onOpen: () => void }) {
  const { item, onOpen } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (item.findings.length === 0) {
    return (
      <span className={styles.none}>
        <span aria-hidden>–</span>
        <span className={styles.hiddenLabel}>{t('matrix.noFindings')}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      className={styles.cellButton}
      data-cell
      onClick={onOpen}
    >
      {findingSeverities.map(severity => {
        const count = item.findings.filter(
          finding => finding.severity === severity,
        ).length;
        if (count === 0) return null;
        return (
          <span key={severity} className={styles.count}>
            {count} <FindingBadge severity={severity} />
          </span>
        );
      })}
    </button>
  );
}
