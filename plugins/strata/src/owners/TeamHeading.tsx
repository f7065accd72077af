import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { teamsRouteRef } from '../routes';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';

/** Which team this is and the way back to all. */
export function TeamHeading(props: { name: string }) {
  const { name } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const teams = useRouteRef(teamsRouteRef);
  return (
    <div className={styles.heading}>
      <Link to={teams()} className={styles.muted}>
        {t('pages.teams')}
      </Link>
      <h1 className={styles.title}>{name}</h1>
    </div>
  );
}
