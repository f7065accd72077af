import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import styles from './states.module.css';

/** What would be here, why it is not, and the one thing to do next. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  description: ReactNode;
  action?: ReactNode;
}) {
  const { icon, title, description, action } = props;
  return (
    <div className={styles.empty}>
      {icon && (
        <span className={styles.emptyIcon} aria-hidden>
          {icon}
        </span>
      )}
      <Text as="p" variant="body-large" weight="bold">
        {title}
      </Text>
      <Text as="p" variant="body-medium" className={styles.emptyText}>
        {description}
      </Text>
      {action}
    </div>
  );
}
