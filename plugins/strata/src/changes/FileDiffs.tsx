import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RiFileAddLine,
  RiFileEditLine,
  RiFileReduceLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { ChangeFile } from '@strata/plugin-strata-common';
import { useId, useState } from 'react';
import styles from './changes.module.css';
import { Diff } from './Diff';
import { strataChangesTranslationRef } from './translation';

const icons: Readonly<Record<ChangeFile['action'], RemixiconComponentType>> = {
  add: RiFileAddLine,
  modify: RiFileEditLine,
  delete: RiFileReduceLine,
};

/** Files on the left, the diff of the chosen one on the right. */
export function FileDiffs(props: { files: readonly ChangeFile[] }) {
  const { files } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const [chosen, setChosen] = useState<string>();
  const panel = useId();
  // What is there already deserves the first look: it is what others have.
  const shown =
    files.find(file => file.path === chosen) ??
    files.find(file => file.action !== 'add') ??
    files.at(0);
  if (!shown) return <p className={styles.muted}>{t('files.none')}</p>;
  const root = commonDirectory(files.map(file => file.path));
  return (
    <div className={styles.files}>
      <nav aria-label={t('files.list')} className={styles.fileList}>
        {root && <p className={styles.root}>{root}</p>}
        <ul>
          {files.map(file => {
            const Icon = icons[file.action];
            return (
              <li key={file.path}>
                <button
                  type="button"
                  className={styles.file}
                  aria-controls={panel}
                  aria-current={file === shown}
                  onClick={() => setChosen(file.path)}
                >
                  <Icon size={16} aria-hidden />
                  <span className={styles.filePath}>
                    {file.path.slice(root.length)}
                  </span>
                  <span className={styles.muted}>
                    {t(`files.${file.action}`)}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </nav>
      <section
        id={panel}
        aria-label={t('files.diffOf', { path: shown.path })}
        className={styles.diffPanel}
      >
        <p className={styles.root}>{shown.path}</p>
        <Diff text={shown.diff} />
      </section>
    </div>
  );
}

/** Directory that all paths share, with `/` at the end; empty for none. */
function commonDirectory(paths: readonly string[]): string {
  const [first = '', ...rest] = paths;
  const parts = first.split('/').slice(0, -1);
  while (
    parts.length > 0 &&
    !rest.every(path => path.startsWith(`${parts.join('/')}/`))
  ) {
    parts.pop();
  }
  return parts.length > 0 ? `${parts.join('/')}/` : '';
}
