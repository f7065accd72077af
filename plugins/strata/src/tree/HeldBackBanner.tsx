import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button } from '@backstage/ui';
import {
  treeReleasePermission,
  type TreeStatus,
} from '@strata/plugin-strata-common';
import { useState } from 'react';
import { strataApiRef } from '../api';
import { ClockTime } from '../clock/Age';
import { shortRevision } from '../delivery/imageVersion';
import { reasonOf } from '../states/errors';
import { strataTranslationRef } from '../translation';
import styles from './tree.module.css';

type Release =
  | { kind: 'idle' }
  | { kind: 'asking' }
  | { kind: 'sending' }
  | { kind: 'refused'; error: Error };

/** A read that would remove much waits for somebody who may release it. */
export function HeldBackBanner(props: {
  treeId: string;
  heldBack: NonNullable<TreeStatus['heldBack']>;
  onReleased: () => void;
}) {
  const { treeId, heldBack, onReleased } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const api = useApi(strataApiRef);
  const { allowed, loading } = usePermission({
    permission: treeReleasePermission,
  });
  const [release, setRelease] = useState<Release>({ kind: 'idle' });

  const send = async () => {
    setRelease({ kind: 'sending' });
    try {
      await api.releaseHeldBack(treeId, heldBack.revision);
      setRelease({ kind: 'idle' });
      onReleased();
    } catch (error) {
      setRelease({
        kind: 'refused',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  };

  return (
    <Alert
      className={styles.banner}
      status="warning"
      icon
      role="status"
      title={t('trees.heldBack.title', { count: heldBack.removed.length })}
      description={
        <>
          {heldBack.reason} {t('trees.heldBack.explain')}
          <br />
          {t('trees.heldBack.revision')}{' '}
          <code>{shortRevision(heldBack.revision)}</code>,{' '}
          <ClockTime at={heldBack.at} />
          <details>
            <summary>{t('trees.heldBack.removed')}</summary>
            <ul className={styles.removed}>
              {heldBack.removed.map(ref => (
                <li key={ref}>{ref}</li>
              ))}
            </ul>
          </details>
          {!loading && !allowed && <span>{t('trees.heldBack.forbidden')}</span>}
          {release.kind === 'refused' && (
            <strong role="alert">
              {t('trees.heldBack.refused')}: {reasonOf(release.error)}
            </strong>
          )}
        </>
      }
      customActions={
        allowed ? (
          <ReleaseButton
            release={release}
            onAsk={() => setRelease({ kind: 'asking' })}
            onConfirm={send}
          />
        ) : undefined
      }
    />
  );
}

function ReleaseButton(props: {
  release: Release;
  onAsk: () => void;
  onConfirm: () => void;
}) {
  const { release, onAsk, onConfirm } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  switch (release.kind) {
    case 'idle':
    case 'refused':
      return (
        <Button variant="secondary" size="small" onPress={onAsk}>
          {t('trees.heldBack.release')}
        </Button>
      );
    case 'asking':
    case 'sending':
      return (
        <Button
          variant="primary"
          destructive
          size="small"
          isPending={release.kind === 'sending'}
          onPress={onConfirm}
        >
          {t('trees.heldBack.confirm')}
        </Button>
      );
    default:
      throw new TypeError(`not a release: ${JSON.stringify(release)}`);
  }
}
