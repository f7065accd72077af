import { severityOfStatus, type SloStatus } from '@strata/plugin-strata-common';
import styles from './sla.module.css';

/** The part of the budget that is left; the figure stands beside it as text. */
export function BudgetBar(props: { remaining: number; status: SloStatus }) {
  const { remaining, status } = props;
  const width = Math.min(1, Math.max(0, remaining)) * 100;
  return (
    <span
      className={styles.bar}
      data-severity={severityOfStatus[status]}
      data-spent={remaining <= 0}
      aria-hidden
    >
      <span style={{ width: `${width}%` }} />
    </span>
  );
}
