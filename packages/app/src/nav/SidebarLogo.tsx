import { Link, useSidebarOpenState } from '@backstage/core-components';
import styles from './SidebarLogo.module.css';

/** Three layers, the lowest one widest: a tree of strata. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={styles.logo}>
      <Link to="/" underline="none" aria-label="Strata, home">
        <span className={styles.mark}>
          <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
            <path d="M9.5 4h5l1.4 4.4H8.1z" fill="currentColor" />
            <path
              d="M7.5 10h9l1.4 4.4H6.1z"
              fill="currentColor"
              opacity="0.8"
            />
            <path
              d="M5.5 16h13l1.4 4.4H4.1z"
              fill="currentColor"
              opacity="0.6"
            />
          </svg>
          {isOpen && <span className={styles.name}>Strata</span>}
        </span>
      </Link>
    </div>
  );
}
