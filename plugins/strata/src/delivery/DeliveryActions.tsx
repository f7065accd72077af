import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import { RiPlayCircleLine, RiRefreshLine } from '@remixicon/react';
import type {
  ActionAvailability,
  ApplicationRef,
  DeliveryRow,
  Operation,
} from '@strata/plugin-strata-common';
import { useId, useState, type ReactElement } from 'react';
import { strataApiRef } from '../api';
import { newIdempotencyKey } from '../api/idempotencyKey';
import { reasonOf } from '../states/errors';
import { strataTranslationRef } from '../translation';
import styles from './delivery.module.css';
import { SyncDialog } from './SyncDialog';

type Outcome =
  | { kind: 'none' }
  | { kind: 'ended'; operation: Operation }
  | { kind: 'sending' }
  | { kind: 'accepted'; text: string }
  | { kind: 'refused'; error: Error };

/** What the signed-in person can do here, and where they cannot, why not. */
export function DeliveryActions(props: {
  row: DeliveryRow;
  itemTitle: string;
}) {
  const { row, itemTitle } = props;
  const { application, actions } = row;
  const { t } = useTranslationRef(strataTranslationRef);
  if (!application || !actions) {
    return (
      <p className={styles.actionReason}>
        {application ? t('actions.unknown') : t('actions.noApplication')}
      </p>
    );
  }
  return (
    <div className={styles.actions}>
      <SyncAction
        row={row}
        application={application}
        availability={actions.sync}
        itemTitle={itemTitle}
      />
      <RefreshAction application={application} availability={actions.refresh} />
    </div>
  );
}

function SyncAction(props: {
  row: DeliveryRow;
  application: ApplicationRef;
  availability: ActionAvailability;
  itemTitle: string;
}) {
  const { row, application, availability, itemTitle } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  /** The operation on the page when the sync was accepted. */
  const [earlier, setEarlier] = useState<Operation>();
  const gated = availability.kind === 'available' && availability.gated;
  return (
    <>
      <ActionButton
        label={gated ? t('sync.openGate') : t('sync.confirm')}
        explanation={gated ? t('actions.gated') : t('actions.sync')}
        icon={<RiPlayCircleLine />}
        primary
        availability={availability}
        pending={false}
        onPress={() => setAsking(true)}
      />
      <OutcomeText outcome={follow(outcome, row.operation, earlier)} />
      {asking && (
        <SyncDialog
          row={row}
          application={application}
          itemTitle={itemTitle}
          gated={gated}
          onClose={() => setAsking(false)}
          onAccepted={performed => {
            setAsking(false);
            setEarlier(row.operation);
            setOutcome({
              kind: 'accepted',
              text: performed ? t('sync.accepted') : t('sync.already'),
            });
          }}
        />
      )}
    </>
  );
}

/**
 * What became of an accepted sync: the operation that came after it, once it
 * has ended. Until then the request itself is all there is to tell.
 */
function follow(
  outcome: Outcome,
  operation: Operation | undefined,
  earlier: Operation | undefined,
): Outcome {
  if (outcome.kind !== 'accepted' || !operation) return outcome;
  const isNew = operation.startedAt !== earlier?.startedAt;
  const ended = operation.state === 'succeeded' || operation.state === 'failed';
  return isNew && ended ? { kind: 'ended', operation } : outcome;
}

function RefreshAction(props: {
  application: ApplicationRef;
  availability: ActionAvailability;
}) {
  const { application, availability } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const api = useApi(strataApiRef);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const refresh = async () => {
    setOutcome({ kind: 'sending' });
    try {
      await api.refresh(application, { idempotencyKey: newIdempotencyKey() });
      setOutcome({ kind: 'accepted', text: t('refresh.accepted') });
    } catch (error) {
      setOutcome({
        kind: 'refused',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  };
  return (
    <>
      <ActionButton
        label={t('refresh.action')}
        explanation={t('actions.refresh')}
        icon={<RiRefreshLine />}
        availability={availability}
        pending={outcome.kind === 'sending'}
        onPress={refresh}
      />
      <OutcomeText outcome={outcome} />
    </>
  );
}

/** The reason stands beside the button: a tooltip on a disabled one reaches nobody. */
function ActionButton(props: {
  label: string;
  explanation: string;
  icon: ReactElement;
  primary?: boolean;
  availability: ActionAvailability;
  pending: boolean;
  onPress: () => void;
}) {
  const { label, explanation, icon, primary, availability, pending, onPress } =
    props;
  const id = useId();
  return (
    <div className={styles.action}>
      <Button
        variant={primary ? 'primary' : 'secondary'}
        iconStart={icon}
        isDisabled={availability.kind !== 'available'}
        isPending={pending}
        onPress={onPress}
        aria-describedby={id}
      >
        {label}
      </Button>
      <span id={id} className={styles.actionReason}>
        {availability.kind === 'available' ? explanation : availability.reason}
      </span>
    </div>
  );
}

function OutcomeText(props: { outcome: Outcome }) {
  const { outcome } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  switch (outcome.kind) {
    case 'none':
    case 'sending':
      return null;
    case 'accepted':
      return <Alert status="success" icon role="status" title={outcome.text} />;
    case 'ended':
      return outcome.operation.state === 'succeeded' ? (
        <Alert
          status="success"
          icon
          role="status"
          title={t('sync.succeeded')}
        />
      ) : (
        <Alert
          status="danger"
          icon
          role="alert"
          title={t('sync.failed')}
          description={outcome.operation.message}
        />
      );
    case 'refused':
      return (
        <Alert
          status="danger"
          icon
          role="alert"
          title={t('sync.refused')}
          description={reasonOf(outcome.error)}
        />
      );
    default:
      throw new TypeError(`not an outcome: ${JSON.stringify(outcome)}`);
  }
}
