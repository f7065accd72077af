import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  compareSeverity,
  type OwnerSummary,
} from '@strata/plugin-strata-common';
import { useMemo } from 'react';
import { teamLinkRef } from '../routes';
import { SeverityBadge } from '../status/StatusBadge';
import { SeverityCounts } from '../status/StatusStrip';
import { DataTable, type DataColumn } from '../table/DataTable';
import type { Sort } from '../table/useSort';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';
import { teamName } from './teamName';

/** Name of the group that owns what nobody owns. */
const unowned = 'unowned';

/**
 * Teams in the order of the backend (worst first), with what nobody owns on
 * top as long as there is any.
 */
export function listedOwners(owners: readonly OwnerSummary[]): OwnerSummary[] {
  const isUnowned = ({ owner }: OwnerSummary) =>
    teamName(owner.ref) === unowned;
  return [
    ...owners.filter(each => isUnowned(each) && each.items > 0),
    ...owners.filter(each => !isUnowned(each)),
  ];
}

/** A row per team. */
export function OwnersTable(props: {
  owners: readonly OwnerSummary[];
  sort?: Sort;
  onSort?: (column: string) => void;
}) {
  const { owners, sort, onSort } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const columns = useMemo(
    (): DataColumn<OwnerSummary>[] => [
      {
        id: 'name',
        header: t('owners.team'),
        rowHeader: true,
        cell: ({ owner }) => <TeamLink owner={owner} />,
        compare: (a, b) => a.owner.title.localeCompare(b.owner.title),
      },
      {
        id: 'status',
        header: t('owners.status'),
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
        compare: (a, b) => compareSeverity(a.severity, b.severity),
      },
      {
        id: 'items',
        header: t('owners.items'),
        align: 'end',
        cell: ({ items }) => items,
        compare: (a, b) => a.items - b.items,
      },
      {
        id: 'delivery',
        header: t('owners.delivery'),
        cell: ({ delivery }) => <SeverityCounts counts={delivery} />,
      },
      {
        id: 'slo',
        header: t('owners.slos'),
        align: 'end',
        cell: ({ slo }) =>
          slo.measured > 0
            ? t('owners.met', {
                met: String(slo.met),
                measured: String(slo.measured),
              })
            : t('owners.noneMeasured'),
      },
      {
        id: 'changes',
        header: t('owners.changes'),
        align: 'end',
        cell: ({ openChanges }) => openChanges || t('owners.none'),
        compare: (a, b) => a.openChanges - b.openChanges,
      },
      {
        id: 'findings',
        header: t('owners.findings'),
        align: 'end',
        cell: ({ findings }) => <FindingCounts {...findings} />,
        compare: (a, b) =>
          a.findings.errors - b.findings.errors ||
          a.findings.warnings - b.findings.warnings,
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={t('owners.label')}
      columns={columns}
      rows={owners}
      rowKey={({ owner }) => owner.ref}
      sort={sort}
      onSort={onSort}
    />
  );
}

function TeamLink(props: { owner: OwnerSummary['owner'] }) {
  const { owner } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const team = useRouteRef(teamLinkRef);
  const name = teamName(owner.ref);
  return (
    <>
      <MaybeLink to={team?.({ name })}>{owner.title}</MaybeLink>
      {name === unowned && (
        <>
          {' '}
          <span className={styles.muted}>{t('owners.unownedHint')}</span>
        </>
      )}
    </>
  );
}

function FindingCounts(props: { errors: number; warnings: number }) {
  const { errors, warnings } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const parts = [
    errors > 0 && t('owners.errors', { count: errors }),
    warnings > 0 && t('owners.warnings', { count: warnings }),
  ].filter(part => part !== false);
  return <>{parts.length > 0 ? parts.join(', ') : t('owners.none')}</>;
}
