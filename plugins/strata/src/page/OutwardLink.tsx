import { Link } from '@backstage/core-components';
import { RiExternalLinkLine } from '@remixicon/react';
import styles from './page.module.css';

/** A link that leaves the portal, marked as such. */
export function OutwardLink(props: { to: string; children: string }) {
  return (
    <Link to={props.to} className={styles.outward}>
      {props.children}
      <RiExternalLinkLine size={14} aria-hidden />
    </Link>
  );
}
