import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { RiCloseLine, RiGitMergeLine } from '@remixicon/react';
import type { ChangeDetail } from '@strata/plugin-strata-common';
import { useState } from 'react';
import { strataApiRef, type StrataApi } from '../api';
import { reasonOf } from '../states/errors';
import styles from './changes.module.css';
import { strataChangesTranslationRef } from './translation';

type Progress =
  | { kind: 'idle' }
  | { kind: 'sending'; what: 'merge' | 'close' }
  | { kind: 'refused'; error: Error };

/** Merge and close, as far as the signed-in person may; else the reason. */
export function ChangeActions(props: {
  change: ChangeDetail;
  onDone: () => void;
}) {
  const { change, onDone } = props;
  const { actions } = change;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const api = useApi(strataApiRef);
  const [closing, setClosing] = useState(false);
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const sending = progress.kind === 'sending';

  if (!actions || (!actions.merge && !actions.close)) {
    return actions?.reason ? (
      <p className={styles.muted}>{actions.reason}</p>
    ) : null;
  }

  const act = async (
    what: 'merge' | 'close',
    send: (to: StrataApi) => Promise<unknown>,
  ) => {
    setProgress({ kind: 'sending', what });
    try {
      await send(api);
      setProgress({ kind: 'idle' });
    } catch (error) {
      setProgress({
        kind: 'refused',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
    // Refused or not, what is shown may be old now.
    onDone();
  };

  return (
    <div className={styles.actions}>
      {actions.merge && (
        <Button
          variant="primary"
          iconStart={<RiGitMergeLine />}
          isPending={sending && progress.what === 'merge'}
          isDisabled={sending}
          onPress={() => act('merge', to => to.mergeChange(change.id))}
        >
          {t('change.merge')}
        </Button>
      )}
      {actions.close && (
        <Button
          variant="secondary"
          iconStart={<RiCloseLine />}
          isPending={sending && progress.what === 'close'}
          isDisabled={sending}
          onPress={() => setClosing(true)}
        >
          {t('change.close')}
        </Button>
      )}
      {progress.kind === 'refused' && (
        <Alert
          status="danger"
          icon
          role="alert"
          title={t('change.refused')}
          description={reasonOf(progress.error)}
        />
      )}
      {closing && (
        <Dialog isOpen onOpenChange={setClosing} width={480}>
          <DialogHeader>
            {t('change.closeTitle', { title: change.title })}
          </DialogHeader>
          <DialogBody>{t('change.closeText')}</DialogBody>
          <DialogFooter>
            <Button variant="secondary" onPress={() => setClosing(false)}>
              {t('change.cancel')}
            </Button>
            <Button
              variant="primary"
              onPress={() => {
                setClosing(false);
                act('close', to => to.closeChange(change.id));
              }}
            >
              {t('change.close')}
            </Button>
          </DialogFooter>
        </Dialog>
      )}
    </div>
  );
}
