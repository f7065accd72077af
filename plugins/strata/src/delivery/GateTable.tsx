import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Gate, GateMode } from '@strata/plugin-strata-common';
import { strataTranslationRef } from '../translation';
import styles from './delivery.module.css';

/** Declared, generated and live side by side, and in words what holds. */
export function GateTable(props: { gate: Gate }) {
  const { gate } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const word = (mode: GateMode | undefined) =>
    mode ? t(`gate.${mode}`) : t('gate.unknown');
  return (
    <>
      <table className={styles.gates}>
        <thead>
          <tr>
            <th scope="col">{t('gate.declared')}</th>
            <th scope="col">{t('gate.generated')}</th>
            <th scope="col">{t('gate.live')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{word(gate.declared)}</td>
            <td>{word(gate.generated)}</td>
            <td>{word(gate.live)}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles.result}>
        {gate.differs && (
          <strong className={styles.differs}>{t('gate.differs')}: </strong>
        )}
        {gate.why}
      </p>
    </>
  );
}
