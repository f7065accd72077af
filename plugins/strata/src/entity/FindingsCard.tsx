import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { StrataSpec } from '@strata/plugin-strata-common';
import { LinesSkeleton } from '../states/Skeletons';
import { ResourceView } from '../states/ResourceView';
import { strataTranslationRef } from '../translation';
import { FindingsList } from '../tree/FindingsTable';
import styles from './entity.module.css';
import { useFindings, useStrataItem } from './useStrataItem';

/** What the checks say about this item, with file and line. */
export function FindingsCard() {
  const { ref, spec } = useStrataItem();
  return spec ? <Findings entityRef={ref} spec={spec} /> : null;
}

function Findings(props: { entityRef: string; spec: StrataSpec }) {
  const { entityRef, spec } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const findings = useFindings(spec.tree, entityRef);
  return (
    <EntityInfoCard title={t('entity.findings')}>
      <ResourceView resource={findings} skeleton={<LinesSkeleton lines={2} />}>
        {data =>
          data.length > 0 ? (
            <FindingsList findings={data} />
          ) : (
            <p className={styles.quiet}>{t('entity.noFindings')}</p>
          )
        }
      </ResourceView>
    </EntityInfoCard>
  );
}
