import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { strataTranslationRef } from '../translation';
import styles from './home.module.css';

const lines = `strata:
  trees:
    - id: platform
      root: kubernetes
      source:
        type: url
        target: https://github.com/acme/gitops/tree/main/
`;

/** The configuration that points the portal at another tree. */
export function Content() {
  const { t } = useTranslationRef(strataTranslationRef);
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles.widget}>
      <p className={styles.intro}>{t('home.ownTree')}</p>
      <pre className={styles.code}>
        <code>{lines}</code>
      </pre>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiFileCopyLine />}
        onPress={async () => {
          await navigator.clipboard.writeText(lines);
          setCopied(true);
        }}
      >
        {copied ? t('home.copied') : t('home.copy')}
      </Button>
    </div>
  );
}
