import { SourcesPanel } from '../sources/SourcesPanel';
import styles from './home.module.css';

/** Health and age of every upstream, with what its configuration says of it. */
export function Content() {
  return (
    <div className={styles.widget}>
      <SourcesPanel />
    </div>
  );
}
