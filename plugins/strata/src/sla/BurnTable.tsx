import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiAlarmWarningFill } from '@remixicon/react';
import type { Burn } from '@strata/plugin-strata-common';
import { strataTranslationRef } from '../translation';
import { ScrollRegion } from '../table/ScrollRegion';
import styles from './sla.module.css';

/** Burn rates against their thresholds; what fires says so in words. */
export function BurnTable(props: { burns: readonly Burn[] }) {
  const { t } = useTranslationRef(strataTranslationRef);
  const rate = (value: number | undefined) =>
    value === undefined
      ? t('slaTab.noRate')
      : `${value.toLocaleString(undefined, { maximumFractionDigits: 1 })} ×`;
  return (
    <ScrollRegion label={t('slaTab.burns')} className={styles.scroll}>
      <table className={styles.table} aria-label={t('slaTab.burns')}>
        <thead>
          <tr>
            <th scope="col">{t('slaTab.window')}</th>
            <th scope="col">{t('slaTab.rate')}</th>
            <th scope="col">{t('slaTab.threshold')}</th>
            <th scope="col">{t('slaTab.alert')}</th>
          </tr>
        </thead>
        <tbody>
          {props.burns.map(burn => (
            <tr key={`${burn.long} ${burn.short}`}>
              <th scope="row">
                {burn.long} / {burn.short}
              </th>
              <td>
                {rate(burn.longRate)} / {rate(burn.shortRate)}
              </td>
              <td>{rate(burn.threshold)}</td>
              <td>
                {t(`slaTab.${burn.severity}`)}:{' '}
                {burn.firing ? (
                  <strong className={styles.firing}>
                    <RiAlarmWarningFill size={16} aria-hidden />{' '}
                    {t('slaTab.firing')}
                  </strong>
                ) : (
                  t('slaTab.quiet')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
