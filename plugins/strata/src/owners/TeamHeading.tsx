import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { teamsLinkRef } from '../routes';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';

/** Which team this is and the way back to all. */
export function TeamHeading(props: { title: string }) {
  const { title } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const teams = useRouteRef(teamsLinkRef);
  return (
    <div className={styles.heading}>
      <MaybeLink to={teams?.()} className={styles.muted}>
        {t('pages.teams')}
      </MaybeLink>
      <h1 className={styles.title}>{title}</h1>
    </div>
  );
}
