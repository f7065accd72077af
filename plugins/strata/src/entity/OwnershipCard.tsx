import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { StrataSpec } from '@strata/plugin-strata-common';
import type { ReactNode } from 'react';
import { teamLinkRef } from '../routes';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './entity.module.css';
import { useStrataItem } from './useStrataItem';

/** Whom to ask, how that was found, and where in the tree the item stands. */
export function OwnershipCard() {
  const { spec } = useStrataItem();
  const { t } = useTranslationRef(strataTranslationRef);
  if (!spec) return null;
  return (
    <EntityInfoCard title={t('entity.ownership')}>
      <OwnershipFacts spec={spec} />
    </EntityInfoCard>
  );
}

function OwnershipFacts(props: { spec: StrataSpec }) {
  const { owner, layer, area, path, core } = props.spec;
  const { t } = useTranslationRef(strataTranslationRef);
  const team = useRouteRef(teamLinkRef);
  const name = owner.team ?? 'unowned';
  return (
    <dl className={styles.facts}>
      <Fact term={t('entity.owner')}>
        <MaybeLink to={team?.({ name })}>{name}</MaybeLink>{' '}
        <span className={styles.muted}>
          {t(`entity.ownedBy.${owner.source}`)}
        </span>
      </Fact>
      {owner.slack && <Fact term={t('entity.slack')}>{owner.slack}</Fact>}
      {owner.email && (
        <Fact term={t('entity.email')}>
          <Link to={`mailto:${owner.email}`}>{owner.email}</Link>
        </Fact>
      )}
      {owner.oncall && (
        <Fact term={t('entity.oncall')}>
          <Link to={owner.oncall}>{owner.oncall}</Link>
        </Fact>
      )}
      <Fact term={t('entity.layer')}>{layer}</Fact>
      {area && <Fact term={t('entity.area')}>{area}</Fact>}
      <Fact term={t('entity.path')}>
        <code>{path}</code>
      </Fact>
      {core && (
        <Fact term={t('entity.core')}>
          {t('entity.coreWave', { wave: String(core.wave) })}
        </Fact>
      )}
    </dl>
  );
}

function Fact(props: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
