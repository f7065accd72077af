import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiArrowRightDoubleLine, RiHand } from '@remixicon/react';
import type { Gate } from '@strata/plugin-strata-common';
import { strataTranslationRef } from '../translation';
import styles from './delivery.module.css';

/** By hand or automatic, and whether the three sources of that disagree. */
export function GateMark(props: { gate: Gate }) {
  const { gate } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const Icon = gate.gated ? RiHand : RiArrowRightDoubleLine;
  return (
    <span className={styles.mark} title={gate.why}>
      <Icon size={14} aria-hidden />
      {gate.gated ? t('gate.manual') : t('gate.automatic')}
      {gate.differs && (
        <strong className={styles.differs}>{t('gate.differs')}</strong>
      )}
    </span>
  );
}
