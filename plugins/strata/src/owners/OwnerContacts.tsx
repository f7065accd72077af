import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RiMailLine,
  RiPhoneLine,
  RiSlackLine,
  RiTeamLine,
} from '@remixicon/react';
import type { OwnerProfile } from '@strata/plugin-strata-common';
import { teamRouteRef } from '../routes';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';
import { teamName } from './teamName';

/** How to reach a team, and where it stands among teams. */
export function OwnerContacts(props: { owner: OwnerProfile }) {
  const { slack, email, oncall, parent, children } = props.owner;
  const { t } = useTranslationRef(strataTranslationRef);
  const team = useRouteRef(teamRouteRef);
  return (
    <ul className={styles.contacts} aria-label={t('owner.contacts')}>
      {slack && (
        <li>
          <RiSlackLine size={16} aria-hidden /> {slack}
        </li>
      )}
      {email && (
        <li>
          <RiMailLine size={16} aria-hidden />{' '}
          <Link to={`mailto:${email}`}>{email}</Link>
        </li>
      )}
      {oncall && (
        <li>
          <RiPhoneLine size={16} aria-hidden />{' '}
          <Link to={oncall}>{t('owner.oncall')}</Link>
        </li>
      )}
      {parent && (
        <li>
          <RiTeamLine size={16} aria-hidden /> {t('owner.partOf')}{' '}
          <Link to={team({ name: teamName(parent) })}>{teamName(parent)}</Link>
        </li>
      )}
      {children.length > 0 && (
        <li>
          <RiTeamLine size={16} aria-hidden /> {t('owner.children')}{' '}
          {children.map((child, index) => (
            <span key={child}>
              {index > 0 && ', '}
              <Link to={team({ name: teamName(child) })}>
                {teamName(child)}
              </Link>
            </span>
          ))}
        </li>
      )}
    </ul>
  );
}
