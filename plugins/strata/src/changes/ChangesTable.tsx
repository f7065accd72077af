import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Change } from '@strata/plugin-strata-common';
import { useMemo } from 'react';
import { Age } from '../clock/Age';
import { MaybeLink } from '../page/MaybeLink';
import { changeLinkRef } from '../routes';
import { DataTable, type DataColumn } from '../table/DataTable';
import type { Sort } from '../table/useSort';
import { ChangeState } from './ChangeState';
import { strataChangesTranslationRef } from './translation';

const states: readonly Change['state'][] = [
  'conflicted',
  'open',
  'merged',
  'closed',
];

/** One line per change; the step it is at tells who must do what. */
export function ChangesTable(props: {
  changes: readonly Change[];
  sort?: Sort;
  onSort?: (column: string) => void;
}) {
  const { changes, sort, onSort } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const columns = useMemo(
    (): DataColumn<Change>[] => [
      {
        id: 'change',
        header: t('list.change'),
        rowHeader: true,
        cell: change => <ChangeLink change={change} />,
        compare: (a, b) => a.title.localeCompare(b.title),
      },
      {
        id: 'state',
        header: t('list.state'),
        cell: change => <ChangeState state={change.state} />,
        compare: (a, b) => states.indexOf(a.state) - states.indexOf(b.state),
      },
      {
        id: 'step',
        header: t('list.step'),
        cell: change => whereIs(change),
      },
      {
        id: 'owner',
        header: t('list.owner'),
        cell: change => (change.owner ? nameOf(change.owner) : '–'),
        compare: (a, b) => (a.owner ?? '').localeCompare(b.owner ?? ''),
      },
      {
        id: 'author',
        header: t('list.author'),
        cell: change => nameOf(change.author),
        compare: (a, b) => a.author.localeCompare(b.author),
      },
      {
        id: 'age',
        header: t('list.age'),
        align: 'end',
        cell: change => <Age at={change.createdAt} />,
        compare: (a, b) => b.createdAt.localeCompare(a.createdAt),
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={t('list.title')}
      columns={columns}
      rows={changes}
      rowKey={change => change.id}
      sort={sort}
      onSort={onSort}
    />
  );
}

function ChangeLink(props: { change: Change }) {
  const { id, title } = props.change;
  const route = useRouteRef(changeLinkRef);
  return <MaybeLink to={route?.({ id })}>{title}</MaybeLink>;
}

/** What failed, else what is next, else the last step. */
function whereIs({ journey }: Change): string {
  const step =
    journey.find(({ state }) => state === 'failed') ??
    journey.find(({ state }) => state === 'current') ??
    journey.find(({ state }) => state === 'unknown') ??
    journey.at(-1);
  if (!step) return '–';
  return step.detail ? `${step.title}: ${step.detail}` : step.title;
}

function nameOf(entityRef: string): string {
  return parseEntityRef(entityRef).name;
}
