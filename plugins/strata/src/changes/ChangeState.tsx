import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RiAlertFill,
  RiGitClosePullRequestLine,
  RiGitMergeLine,
  RiGitPullRequestLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { Change } from '@strata/plugin-strata-common';
import styles from './changes.module.css';
import { strataChangesTranslationRef } from './translation';

const icons: Readonly<Record<Change['state'], RemixiconComponentType>> = {
  open: RiGitPullRequestLine,
  conflicted: RiAlertFill,
  merged: RiGitMergeLine,
  closed: RiGitClosePullRequestLine,
};

/** State of a change as icon, word and colour. */
export function ChangeState(props: { state: Change['state'] }) {
  const { state } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const Icon = icons[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={16} aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
