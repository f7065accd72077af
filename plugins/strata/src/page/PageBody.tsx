import type { ReactNode } from 'react';
import styles from './page.module.css';

/** The space of a page below the header of the app. */
export function PageBody(props: { children: ReactNode }) {
  return <div className={styles.body}>{props.children}</div>;
}
