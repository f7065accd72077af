import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { useMemo, useState, type ReactNode } from 'react';
import { strataTranslationRef } from '../translation';
import { ScrollRegion } from './ScrollRegion';
import styles from './table.module.css';
import type { Sort } from './useSort';

/** @internal */
export type DataColumn<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable; ascending. */
  compare?: (a: Row, b: Row) => number;
  /** Figures stand on the right. */
  align?: 'end';
  /** The cell that names the row. */
  rowHeader?: boolean;
};

/** Rows drawn before "show more": what is worst stands first anyway. */
const pageSize = 200;

/** A table that sorts; without a sort the order of the rows is kept. */
export function DataTable<Row>(props: {
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: Sort;
  onSort?: (column: string) => void;
}) {
  const { label, columns, rows, rowKey, sort, onSort } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [limit, setLimit] = useState(pageSize);
  const sorted = useMemo(
    () => sortRows(rows, columns, sort),
    [rows, columns, sort],
  );
  return (
    <ScrollRegion label={label} className={styles.frame}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(column => (
              <th
                key={column.id}
                scope="col"
                data-align={column.align}
                aria-sort={ariaSort(column, sort)}
              >
                {column.compare && onSort ? (
                  <button
                    type="button"
                    className={styles.sort}
                    onClick={() => onSort(column.id)}
                  >
                    {column.header}
                    <SortMark column={column.id} sort={sort} />
                  </button>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, limit).map(row => (
            <tr key={rowKey(row)}>
              {columns.map(column =>
                column.rowHeader ? (
                  <th key={column.id} scope="row" data-align={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} data-align={column.align}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > limit && (
        <div className={styles.more}>
          <Button
            variant="secondary"
            onPress={() => setLimit(limit + pageSize)}
          >
            {t('table.more', { count: sorted.length - limit })}
          </Button>
        </div>
      )}
    </ScrollRegion>
  );
}

function SortMark(props: { column: string; sort: Sort | undefined }) {
  const { column, sort } = props;
  if (sort?.column !== column) return null;
  return sort.descending ? (
    <RiArrowDownSLine size={16} aria-hidden />
  ) : (
    <RiArrowUpSLine size={16} aria-hidden />
  );
}

function ariaSort<Row>(column: DataColumn<Row>, sort: Sort | undefined) {
  if (!column.compare) return undefined;
  if (sort?.column !== column.id) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const compare = columns.find(({ id }) => id === sort?.column)?.compare;
  if (!sort || !compare) return rows;
  const direction = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(a, b));
}
