import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiBox3Line, RiGitCommitLine } from '@remixicon/react';
import type { DeliveryRow } from '@strata/plugin-strata-common';
import { Age } from '../clock/Age';
import { StatusBadge } from '../status/StatusBadge';
import { strataTranslationRef } from '../translation';
import styles from './delivery.module.css';
import { GateMark } from './GateMark';
import { mainVersion, shortRevisions } from './imageVersion';

/** One environment of one item, in two lines: how it is, and what runs there. */
export function DeliveryFacts(props: { row: DeliveryRow; itemName: string }) {
  const { row, itemName } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const version = mainVersion(row.images, itemName);
  return (
    <>
      <span className={styles.line}>
        <StatusBadge status={row.status} />
        {row.since && (
          <span className={styles.muted}>
            {t('delivery.for')} <Age at={row.since} />
          </span>
        )}
      </span>
      <span className={styles.line}>
        {version && (
          <span className={styles.mark} title={row.images.join('\n')}>
            <RiBox3Line size={14} aria-hidden />
            {version.version}
            {version.others > 0 &&
              ` ${t('delivery.moreImages', { count: version.others })}`}
          </span>
        )}
        {row.deployed && (
          <span
            className={styles.mark}
            title={t('delivery.deployedRevision', {
              revision: row.deployed.revisions.join(', '),
            })}
          >
            <RiGitCommitLine size={14} aria-hidden />
            <code className={styles.revision}>
              {shortRevisions(row.deployed.revisions)}
            </code>
          </span>
        )}
        {row.application && <GateMark gate={row.gate} />}
      </span>
    </>
  );
}

/** The same as a button of the matrix that opens the side panel. */
export function DeliveryCell(props: {
  row: DeliveryRow;
  itemName: string;
  itemTitle: string;
  onOpen: () => void;
}) {
  const { row, itemName, itemTitle, onOpen } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <button
      type="button"
      className={styles.cell}
      data-cell
      title={row.reason}
      onClick={onOpen}
    >
      <span className={styles.hiddenLabel}>
        {t('delivery.cellLabel', {
          item: itemTitle,
          environment: row.environment,
        })}
        {': '}
      </span>
      <DeliveryFacts row={row} itemName={itemName} />
    </button>
  );
}
