import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  formatBudget,
  formatPercent,
  type SloRow,
} from '@strata/plugin-strata-common';
import { StatusBadge } from '../status/StatusBadge';
import { strataTranslationRef } from '../translation';
import { BudgetBar } from './BudgetBar';

import styles from './sla.module.css';

/** Attainment against target, the budget that is left, the status. */
export function SloFacts(props: { slo: SloRow; name?: boolean }) {
  const { slo, name = true } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <>
      <span className={styles.line}>
        {name && <span className={styles.name}>{slo.name}</span>}
        <StatusBadge status={slo.status} />
      </span>
      <span className={styles.line}>
        <span className={styles.figures}>
          {slo.attainment === undefined ? (
            <span title={slo.reason}>{t('slo.noFigure')}</span>
          ) : (
            formatPercent(slo.attainment, slo.target)
          )}{' '}
          / {formatPercent(slo.target)}
        </span>
        {slo.budgetRemaining !== undefined && (
          <span
            className={styles.budget}
            title={t('slo.budgetTitle', { window: slo.window })}
          >
            <BudgetBar remaining={slo.budgetRemaining} status={slo.status} />
            {formatBudget(slo.budgetRemaining)}
          </span>
        )}
      </span>
    </>
  );
}
