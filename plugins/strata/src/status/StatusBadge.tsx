import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  severityOfStatus,
  type Severity,
  type Status,
} from '@strata/plugin-strata-common';
import type { ReactNode } from 'react';
import { strataTranslationRef } from '../translation';
import styles from './status.module.css';
import { severityIcons, statusIcons } from './statusIcons';

/** A status as icon, word and colour; any of them alone would do. */
export function StatusBadge(props: {
  status: Status;
  /** After the word, in the same colour: a count. */
  children?: ReactNode;
}) {
  const { status, children } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const Icon = statusIcons[status];
  return (
    <span
      className={styles.badge}
      data-severity={severityOfStatus[status]}
      data-status={status}
    >
      <Icon size={16} aria-hidden />
      <span>{t(`status.${status}`)}</span>
      {children}
    </span>
  );
}

/** The severity of an aggregate. */
export function SeverityBadge(props: { severity: Severity }) {
  const { severity } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const Icon = severityIcons[severity];
  return (
    <span className={styles.badge} data-severity={severity}>
      <Icon size={16} aria-hidden />
      <span>{t(`severity.${severity}`)}</span>
    </span>
  );
}
