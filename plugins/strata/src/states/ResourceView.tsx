import { Alert, Button, VisuallyHidden } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiRefreshLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import type { Resource } from '../api';
import { Age } from '../clock/Age';
import { ServerClock } from '../clock/ServerClock';
import { strataTranslationRef } from '../translation';
import { isHidden, reasonOf } from './errors';
import styles from './states.module.css';

/**
 * Every state of one answer: the skeleton of the real layout, the data, the
 * data with a quiet word that it is old, an error with a way on.
 */
export function ResourceView<T>(props: {
  resource: Resource<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { resource, skeleton, children } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  switch (resource.kind) {
    case 'loading':
      return (
        <div role="status" aria-busy="true">
          <VisuallyHidden>{t('states.loading')}</VisuallyHidden>
          <div aria-hidden>{skeleton}</div>
        </div>
      );
    case 'failed':
      return (
        <LoadError
          error={resource.error}
          failedAt={resource.failedAt}
          retrying={resource.retrying}
          onRetry={resource.retry}
        />
      );
    case 'ready':
      return (
        <WithClock data={resource.data} receivedAt={resource.receivedAt}>
          {children(resource.data)}
        </WithClock>
      );
    case 'outdated':
      return (
        <WithClock data={resource.data} receivedAt={resource.receivedAt}>
          <Alert
            className={styles.banner}
            status="warning"
            icon
            role="status"
            title={t('states.outdated.title')}
            description={
              <>
                {t('states.outdated.age')}{' '}
                <Age at={new Date(resource.receivedAt).toISOString()} />.{' '}
                {reasonOf(resource.error)}
              </>
            }
            customActions={
              <RetryButton
                pending={resource.refreshing}
                onRetry={resource.retry}
              />
            }
          />
          {children(resource.data)}
        </WithClock>
      );
    default:
      throw new TypeError(`not a resource: ${JSON.stringify(resource)}`);
  }
}

/** Nothing could be read, not even once. */
export function LoadError(props: {
  error: Error;
  failedAt: number;
  retrying: boolean;
  onRetry: () => void;
}) {
  const { error, failedAt, retrying, onRetry } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (isHidden(error)) {
    return (
      <Alert
        status="info"
        icon
        role="alert"
        title={t('states.hidden.title')}
        description={t('states.hidden.description')}
        customActions={<RetryButton pending={retrying} onRetry={onRetry} />}
      />
    );
  }
  return (
    <Alert
      status="danger"
      icon
      role="alert"
      title={t('states.failed.title')}
      description={
        <>
          {reasonOf(error)} {t('states.failed.since')}{' '}
          <Age at={new Date(failedAt).toISOString()} />.{' '}
          {t('states.failed.rest')}
        </>
      }
      customActions={<RetryButton pending={retrying} onRetry={onRetry} />}
    />
  );
}

function RetryButton(props: { pending: boolean; onRetry: () => void }) {
  const { pending, onRetry } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <Button
      size="small"
      variant="secondary"
      iconStart={<RiRefreshLine />}
      isPending={pending}
      onPress={onRetry}
    >
      {t('states.retry')}
    </Button>
  );
}

function WithClock(props: {
  data: unknown;
  receivedAt: number;
  children: ReactNode;
}) {
  const { data, receivedAt, children } = props;
  const now = serverTime(data);
  if (now === undefined) return <>{children}</>;
  return (
    <ServerClock now={now} receivedAt={receivedAt}>
      {children}
    </ServerClock>
  );
}

/** The `now` that most answers carry. */
function serverTime(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('now' in data)) {
    return undefined;
  }
  return typeof data.now === 'string' ? data.now : undefined;
}
