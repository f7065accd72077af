import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import styles from './HomeLayout.module.css';

/** Widgets that need room; the others share the narrow column. */
const wide = ['StrataTeams', 'StrataChanges'];
const narrow = ['StrataCreate', 'StrataSources', 'StrataOwnTree'];

/**
 * The same calm page for everyone: what is yours on the left, what to do next
 * and where the data comes from on the right.
 */
export function HomeLayout({ widgets }: HomePageLayoutProps) {
  const place = (names: readonly string[]) =>
    names.flatMap(name => {
      const widget = widgets.find(each => each.name === name);
      return widget ? [<section key={name}>{widget.component}</section>] : [];
    });
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Home</h1>
      <div className={styles.columns}>
        <div className={styles.column}>{place(wide)}</div>
        <div className={styles.column}>{place(narrow)}</div>
      </div>
    </main>
  );
}
