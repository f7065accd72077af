import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { SloRow } from '@strata/plugin-strata-common';
import { Age, useDurationText } from '../clock/Age';
import { strataTranslationRef } from '../translation';
import { worstFirst } from './PromiseCell';
import styles from './sla.module.css';
import { SloFacts } from './SloFacts';

/** All SLOs of an item with the reason for their status and their age. */
export function SloList(props: { slos: readonly SloRow[] }) {
  const { t } = useTranslationRef(strataTranslationRef);
  const duration = useDurationText();
  return (
    <ul className={styles.slos}>
      {worstFirst(props.slos).map(slo => (
        <li key={slo.sloId}>
          <SloFacts slo={slo} />
          <p className={styles.reason}>{slo.reason}</p>
          {slo.exhaustedInSeconds !== undefined && (
            <p className={styles.reason}>
              {t('slo.exhaustedIn', {
                duration: duration(slo.exhaustedInSeconds),
              })}
            </p>
          )}
          <span className={styles.muted}>
            {slo.environment} · {slo.sliClass} · {slo.window}
            {slo.asOf && (
              <>
                {' · '}
                {t('slo.measured')} <Age at={slo.asOf} />
              </>
            )}
            {slo.links.map(link => (
              <span key={link.url}>
                {' · '}
                <Link to={link.url}>{link.title}</Link>
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
