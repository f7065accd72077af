import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiLoader4Line,
  RiSignalWifiOffLine,
} from '@remixicon/react';
import type { SourceStatus } from '@strata/plugin-strata-common';
import { Age, ClockTime } from '../clock/Age';
import { useServerNow } from '../clock/ServerClock';
import { shortRevision } from '../delivery/imageVersion';
import { strataTranslationRef } from '../translation';
import styles from './sources.module.css';

const icons = {
  connecting: RiLoader4Line,
  connected: RiCheckboxCircleFill,
  degraded: RiErrorWarningFill,
  unreachable: RiSignalWifiOffLine,
} as const satisfies Record<SourceStatus['state'], unknown>;

/** State of a source as icon and word. */
export function SourceState(props: { state: SourceStatus['state'] }) {
  const { state } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const Icon = icons[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={16} aria-hidden />
      {t(`sources.state.${state}`)}
    </span>
  );
}

/** `Cluster homelab`: what kind of thing it is, where its title does not say. */
export function SourceTitle(props: { source: SourceStatus }) {
  const { kind, title, detail } = props.source;
  const { t } = useTranslationRef(strataTranslationRef);
  const word = t(`sources.kind.${kind}`);
  const told = title.toLocaleLowerCase().includes(word.toLocaleLowerCase());
  const revision = detail?.revision;
  return (
    <>
      {told ? title : `${word} ${title}`}
      {typeof revision === 'string' && (
        <>
          {' '}
          <code title={revision}>{shortRevision(revision)}</code>
        </>
      )}
    </>
  );
}

/** How old the data on the page is, per source, in one line. */
export function SourceAges(props: { sources: readonly SourceStatus[] }) {
  const { sources } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (sources.length === 0) return null;
  return (
    <ul className={styles.ages} aria-label={t('sources.ages')}>
      <li aria-hidden>{t('sources.data')}</li>
      {sources.map(source => (
        <li key={source.id} title={source.note}>
          <SourceTitle source={source} />{' '}
          {source.state !== 'connected' && <SourceState state={source.state} />}{' '}
          {source.asOf ? <Age at={source.asOf} /> : t('sources.never')}
        </li>
      ))}
    </ul>
  );
}

/**
 * Whether what it said last may no longer hold. A source that calls itself
 * connected and yet has said nothing for long is silent as well.
 */
export function isSilent(source: SourceStatus, now: number): boolean {
  switch (source.state) {
    case 'unreachable':
    case 'degraded':
      return true;
    case 'connecting':
    case 'connected':
      return (
        source.asOf !== undefined &&
        now - Date.parse(source.asOf) > source.staleAfterSeconds * 1000
      );
    default:
      throw new TypeError(`not a source: ${JSON.stringify(source)}`);
  }
}

/** Which sources do not answer, since when, and what that means for the page. */
export function SourcesBanner(props: { sources: readonly SourceStatus[] }) {
  const { sources } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const now = useServerNow(15_000);
  const silent = sources.filter(source => isSilent(source, now));
  if (silent.length === 0) return null;
  return (
    <Alert
      className={styles.banner}
      status="warning"
      icon
      role="status"
      title={t('sources.banner.title')}
      description={
        <>
          {silent.map(source => (
            <span key={source.id} className={styles.bannerLine}>
              <strong>
                <SourceTitle source={source} />
              </strong>{' '}
              <SourceState state={source.state} /> {t('sources.banner.since')}{' '}
              <ClockTime at={source.since} />
              {source.error && `: ${source.error}`}{' '}
              {source.asOf && (
                <>
                  ({t('sources.banner.asOf')} <Age at={source.asOf} />)
                </>
              )}
            </span>
          ))}
        </>
      }
    />
  );
}
