import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { formatPercent, type SloSeries } from '@strata/plugin-strata-common';
import { DateTime } from 'luxon';
import { strataTranslationRef } from '../translation';
import { ScrollRegion } from '../table/ScrollRegion';
import styles from './sla.module.css';

/** The plot for those who cannot see it, or want the numbers. */
export function SeriesTable(props: { series: SloSeries }) {
  const { series } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const errors = new Map(series.errorRatio);
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined
      ? t('status.no_data')
      : formatPercent(value);
  return (
    <details className={styles.details}>
      <summary>{t('slaTab.table')}</summary>
      <ScrollRegion label={t('slaTab.table')} className={styles.scroll}>
        <table className={styles.table} aria-label={t('slaTab.table')}>
          <thead>
            <tr>
              <th scope="col">{t('slaTab.time')}</th>
              <th scope="col">{t('slaTab.budget')}</th>
              <th scope="col">{t('slaTab.errorRatio')}</th>
            </tr>
          </thead>
          <tbody>
            {series.budget.map(([time, budget]) => (
              <tr key={time}>
                <th scope="row">
                  {DateTime.fromSeconds(time).toLocaleString(
                    DateTime.DATETIME_MED,
                  )}
                </th>
                <td>{figure(budget)}</td>
                <td>{figure(errors.get(time))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
