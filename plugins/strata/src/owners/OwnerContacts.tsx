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
import { teamLinkRef } from '../routes';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import styles from './owners.module.css';
import { teamName } from './teamName';

/** How to reach a team, and where it stands among teams. */
export function OwnerContacts(props: { owner: OwnerProfile }) {
  const { slack, email, oncall, parent, children } = props.owner;
  const { t } = useTranslationRef(strataTranslationRef);
  const team = useRouteRef(teamLinkRef);
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
          <MaybeLink to={team?.({ name: teamName(parent) })}>
            {teamName(parent)}
          </MaybeLink>
        </li>
      )}
      {children.length > 0 && (
        <li>
          <RiTeamLine size={16} aria-hidden /> {t('owner.children')}{' '}
          {children.map((child, index) => (
            <span key={child}>
              {index > 0 && ', '}
              <MaybeLink to={team?.({ name: teamName(child) })}>
                {teamName(child)}
              </MaybeLink>
            </span>
          ))}
        </li>
      )}
    </ul>
  );
}
