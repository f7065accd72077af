import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { formatPercent, type SlaPromise } from '@strata/plugin-strata-common';
import { strataTranslationRef } from '../translation';
import styles from './sla.module.css';

/** What was promised, as declared: shown in full, measured elsewhere. */
export function PromiseFacts(props: { promise: SlaPromise }) {
  const { availability, latency, throughput, rpo, rto, period } = props.promise;
  const { t } = useTranslationRef(strataTranslationRef);
  const facts: [string, string | undefined][] = [
    [
      t('promise.availability'),
      availability === undefined ? undefined : formatPercent(availability),
    ],
    [
      t('promise.latency'),
      latency &&
        t('promise.latencyOf', {
          target: formatPercent(latency.target),
          threshold: latency.threshold,
        }),
    ],
    [t('promise.throughput'), throughput],
    [t('promise.rpo'), rpo],
    [t('promise.rto'), rto],
    [t('promise.period'), period],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([term, value]) =>
        value === undefined ? null : (
          <FactPair key={term} term={term} value={value} />
        ),
      )}
    </dl>
  );
}

function FactPair(props: { term: string; value: string }) {
  return (
    <>
      <dt>{props.term}</dt>
      <dd>{props.value}</dd>
    </>
  );
}
