import { Flex, Skeleton } from '@backstage/ui';
import styles from './states.module.css';

/** Rows of a table before its data. */
export function TableSkeleton(props: { rows: number; columns: number }) {
  const { rows, columns } = props;
  return (
    <div className={styles.tableSkeleton}>
      {numbered(rows).map(row => (
        <Flex key={row} gap="6" className={styles.rowSkeleton}>
          {numbered(columns).map(column => (
            <Skeleton
              key={column}
              width={column === 0 ? '22%' : '16%'}
              height={18}
            />
          ))}
        </Flex>
      ))}
    </div>
  );
}

/** Lines of text in a card. */
export function LinesSkeleton(props: { lines: number }) {
  return (
    <Flex direction="column" gap="3">
      {numbered(props.lines).map(line => (
        <Skeleton key={line} width={`${88 - line * 14}%`} height={16} />
      ))}
    </Flex>
  );
}

/** A header line, the status strip and the matrix. */
export function DashboardSkeleton() {
  return (
    <Flex direction="column" gap="4">
      <Skeleton width="40%" height={20} />
      <Flex gap="2">
        {numbered(4).map(chip => (
          <Skeleton key={chip} width={118} height={32} rounded />
        ))}
      </Flex>
      <TableSkeleton rows={6} columns={4} />
    </Flex>
  );
}

function numbered(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
