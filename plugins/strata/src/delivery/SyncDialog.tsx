import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ResponseError } from '@backstage/errors';
import { Alert, Button, TextAreaField } from '@backstage/ui';
import Dialog from '@material-ui/core/Dialog';
import { RiPlayCircleLine } from '@remixicon/react';
import type { ApplicationRef, DeliveryRow } from '@strata/plugin-strata-common';
import { useId, useState, type FormEvent } from 'react';
import { strataApiRef } from '../api';
import { newIdempotencyKey } from '../api/idempotencyKey';
import { reasonOf } from '../states/errors';
import { strataTranslationRef } from '../translation';
import styles from './delivery.module.css';

/** The first thing to do is to say why. */
const focusReason = (form: HTMLFormElement | null) =>
  form?.querySelector('textarea')?.focus();

/**
 * Whether the attempt is over for certain, so that the next is another intent.
 * After a lost answer or a timeout (504) nobody knows: its key stays, and the
 * sync cannot happen twice.
 */
const isAnswer = (error: unknown) =>
  ResponseError.is(error) && error.response.status !== 504;

type Progress =
  | { kind: 'editing' }
  | { kind: 'sending' }
  | { kind: 'refused'; error: Error };

/**
 * Asks once more before a sync. A gated environment wants a reason. The hash
 * of the gate that the person saw goes with the request, so that a gate that
 * changed meanwhile is refused and not surprised by.
 *
 * Material UI's dialog, because it opens over the side panel, which is one of
 * its modals too: two libraries would fight over focus and Esc.
 */
export function SyncDialog(props: {
  row: DeliveryRow;
  application: ApplicationRef;
  itemTitle: string;
  gated: boolean;
  onClose: () => void;
  onAccepted: (performed: boolean) => void;
}) {
  const { row, application, itemTitle, gated, onClose, onAccepted } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const api = useApi(strataApiRef);
  const titleId = useId();
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [reason, setReason] = useState('');
  const [progress, setProgress] = useState<Progress>({ kind: 'editing' });
  const sending = progress.kind === 'sending';
  const complete = !gated || reason.trim() !== '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete || sending) return;
    setProgress({ kind: 'sending' });
    try {
      const accepted = await api.sync(application, {
        idempotencyKey,
        gateHash: row.gate.hash,
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      });
      onAccepted(accepted.performed);
    } catch (error) {
      if (isAnswer(error)) setIdempotencyKey(newIdempotencyKey());
      setProgress({
        kind: 'refused',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  };

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth>
      <form ref={focusReason} className={styles.dialog} onSubmit={submit}>
        <h2 id={titleId} className={styles.panelTitle}>
          {t('sync.title', { item: itemTitle, environment: row.environment })}
        </h2>
        <p className={styles.result}>
          {gated ? t('sync.explainGated') : t('sync.explain')}
        </p>
        <p className={styles.result}>
          {t('sync.target', {
            application: application.name,
            cluster: application.cluster,
            project: row.application?.project ?? '',
          })}
        </p>
        <TextAreaField
          label={t('sync.reason')}
          secondaryLabel={
            gated ? t('sync.reasonRequired') : t('sync.reasonOptional')
          }
          description={t('sync.reasonDescription')}
          value={reason}
          onChange={setReason}
          isRequired={gated}
          isDisabled={sending}
          maxLength={500}
        />
        {progress.kind === 'refused' && (
          <Alert
            status="danger"
            icon
            role="alert"
            title={t('sync.refused')}
            description={reasonOf(progress.error)}
          />
        )}
        <div className={styles.dialogActions}>
          <Button variant="secondary" onPress={onClose} isDisabled={sending}>
            {t('sync.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            iconStart={<RiPlayCircleLine />}
            isPending={sending}
            isDisabled={!complete}
          >
            {gated ? t('sync.openGate') : t('sync.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
