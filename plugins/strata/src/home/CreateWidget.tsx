import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiAddCircleLine, RiNodeTree } from '@remixicon/react';
import { createServiceRouteRef, treesLinkRef } from '../routes';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './home.module.css';

/** The way to a new service, and to the tree it will stand in. */
export function Content() {
  const { t } = useTranslationRef(strataTranslationRef);
  const create = useRouteRef(createServiceRouteRef);
  const trees = useRouteRef(treesLinkRef);
  return (
    <div className={styles.widget}>
      <p className={styles.intro}>{t('home.createText')}</p>
      <ul className={styles.ways}>
        {create && (
          <li>
            <RiAddCircleLine size={18} aria-hidden />
            <MaybeLink to={create?.()}>{t('home.createAction')}</MaybeLink>
          </li>
        )}
        <li>
          <RiNodeTree size={18} aria-hidden />
          <MaybeLink to={trees?.()}>{t('home.tree')}</MaybeLink>
        </li>
      </ul>
    </div>
  );
}
