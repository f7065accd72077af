import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import type { Finding } from '@strata/plugin-strata-common';
import { FindingsTable } from '../tree/FindingsTable';
import styles from './changes.module.css';
import { strataChangesTranslationRef } from './translation';

/** What a change does to the findings of the whole tree. */
export function Checks(props: {
  added: readonly Finding[];
  removed?: readonly Finding[];
}) {
  const { added, removed = [] } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const refused = added.some(({ severity }) => severity === 'error');
  const gone =
    removed.length > 0
      ? t('checks.removed', { count: removed.length })
      : undefined;
  return (
    <div className={styles.checks}>
      {added.length === 0 ? (
        <Alert
          status="success"
          icon
          title={t('checks.clean')}
          description={gone}
        />
      ) : (
        <>
          <Alert
            status={refused ? 'danger' : 'warning'}
            icon
            role={refused ? 'alert' : undefined}
            title={refused ? t('checks.refused') : t('checks.title')}
            description={gone}
          />
          <FindingsTable label={t('checks.title')} findings={added} />
        </>
      )}
    </div>
  );
}
