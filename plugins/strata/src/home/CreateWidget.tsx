import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiAddCircleLine, RiNodeTree } from '@remixicon/react';
import { createServiceRouteRef, treesRouteRef } from '../routes';
import { strataTranslationRef } from '../translation';
import styles from './home.module.css';

/** The way to a new service, and to the tree it will stand in. */
export function Content() {
  const { t } = useTranslationRef(strataTranslationRef);
  const create = useRouteRef(createServiceRouteRef);
  const trees = useRouteRef(treesRouteRef);
  return (
    <div className={styles.widget}>
      <p className={styles.intro}>{t('home.createText')}</p>
      <ul className={styles.ways}>
        {create && (
          <li>
            <RiAddCircleLine size={18} aria-hidden />
            <Link to={create()}>{t('home.createAction')}</Link>
          </li>
        )}
        <li>
          <RiNodeTree size={18} aria-hidden />
          <Link to={trees()}>{t('home.tree')}</Link>
        </li>
      </ul>
    </div>
  );
}
