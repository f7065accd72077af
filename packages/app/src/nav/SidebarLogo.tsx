import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import styles from './SidebarLogo.module.css';

/** Three layers, the lowest one widest: a tree of strata. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <div
      className={styles.logo}
      style={{ width: sidebarConfig.drawerWidthClosed }}
    >
      <Link
        to="/"
        underline="none"
        aria-label="Strata, home"
        className={styles.link}
      >
        <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
          <path d="M9 3h6l1.5 4h-9z" fill="currentColor" opacity="0.95" />
          <path d="M6.8 9h10.4l1.5 4H5.3z" fill="currentColor" opacity="0.75" />
          <path d="M4.6 15h14.8L21 20H3z" fill="currentColor" opacity="0.55" />
        </svg>
        {isOpen && <span className={styles.name}>Strata</span>}
      </Link>
    </div>
  );
}
