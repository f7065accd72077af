import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RiAlertFill,
  RiCloseCircleFill,
  RiInformationLine,
} from '@remixicon/react';
import {
  findingSeverities,
  type FindingSeverity,
  type LocatedFinding,
} from '@strata/plugin-strata-common';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '../table/DataTable';
import type { Sort } from '../table/useSort';
import { strataTranslationRef } from '../translation';
import styles from './tree.module.css';

const severityIcons = {
  error: RiCloseCircleFill,
  warning: RiAlertFill,
  info: RiInformationLine,
} as const satisfies Record<FindingSeverity, unknown>;

/** Severity of a finding as icon and word. */
export function FindingBadge(props: { severity: FindingSeverity }) {
  const { severity } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const Icon = severityIcons[severity];
  return (
    <span className={styles.badge} data-severity={severity}>
      <Icon size={16} aria-hidden />
      {t(`finding.${severity}`)}
    </span>
  );
}

/** `path:line`, a link where the git host has pages. */
export function FindingPlace(props: { finding: LocatedFinding }) {
  const { path, line, url } = props.finding;
  const place = `${path}:${line}`;
  return url ? (
    <Link to={url} className={styles.place}>
      {place}
    </Link>
  ) : (
    <code className={styles.place}>{place}</code>
  );
}

/** What is wrong, where, and what to do about it. */
export function FindingsTable(props: {
  label: string;
  findings: readonly LocatedFinding[];
  sort?: Sort;
  onSort?: (column: string) => void;
}) {
  const { label, findings, sort, onSort } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const columns = useMemo(
    (): DataColumn<LocatedFinding>[] => [
      {
        id: 'severity',
        header: t('finding.severity'),
        cell: finding => <FindingBadge severity={finding.severity} />,
        compare: compareSeverity,
      },
      {
        id: 'message',
        header: t('finding.message'),
        rowHeader: true,
        cell: finding => (
          <>
            <span className={styles.message}>{finding.message}</span>
            <span className={styles.remedy}>{finding.remedy}</span>
          </>
        ),
      },
      {
        id: 'place',
        header: t('finding.place'),
        cell: finding => <FindingPlace finding={finding} />,
        compare: (a, b) => a.path.localeCompare(b.path) || a.line - b.line,
      },
      {
        id: 'code',
        header: t('finding.code'),
        cell: finding => <code className={styles.code}>{finding.code}</code>,
        compare: (a, b) => a.code.localeCompare(b.code),
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={findings}
      rowKey={({ code, path, line, column, message }) =>
        [code, path, line, column, message].join(' ')
      }
      sort={sort}
      onSort={onSort}
    />
  );
}

function compareSeverity(a: LocatedFinding, b: LocatedFinding): number {
  return (
    findingSeverities.indexOf(a.severity) -
    findingSeverities.indexOf(b.severity)
  );
}

/** The same without the columns of a table, for cards and panels. */
export function FindingsList(props: { findings: readonly LocatedFinding[] }) {
  return (
    <ul className={styles.list}>
      {props.findings.map(finding => (
        <li
          key={`${finding.code} ${finding.path} ${finding.line} ${finding.column}`}
        >
          <FindingBadge severity={finding.severity} />{' '}
          <FindingPlace finding={finding} />
          <span className={styles.message}>{finding.message}</span>
          <span className={styles.remedy}>{finding.remedy}</span>
        </li>
      ))}
    </ul>
  );
}
