import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  DeliveryRow,
  SloRow,
  SourceStatus,
} from '@strata/plugin-strata-common';
import type { ReactNode } from 'react';
import { Age, ClockTime, useDurationText } from '../clock/Age';
import { OutwardLink } from '../page/OutwardLink';
import { personName } from '../people/personName';
import { SloFacts } from '../sla/SloFacts';
import { SourceTitle } from '../sources/SourceAges';
import { StatusBadge } from '../status/StatusBadge';
import { strataTranslationRef } from '../translation';
import { DeliveryActions } from './DeliveryActions';
import styles from './delivery.module.css';
import { GateTable } from './GateTable';
import { shortRevisions } from './imageVersion';

/**
 * Everything known of one environment: why it has its status, what can be
 * done about it, the facts with their source and age.
 */
export function DeliveryDetails(props: {
  row: DeliveryRow;
  slos: readonly SloRow[];
  sources: readonly SourceStatus[];
  itemTitle: string;
}) {
  const { row, slos, sources, itemTitle } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <>
      <div className={styles.why}>
        <span className={styles.line}>
          <StatusBadge status={row.status} />
          {row.since && (
            <span className={styles.muted}>
              {t('delivery.for')} <Age at={row.since} />
            </span>
          )}
        </span>
        <p className={styles.result}>{row.reason}</p>
      </div>
      <section className={styles.section}>
        <h3>{t('panel.actions')}</h3>
        <DeliveryActions row={row} itemTitle={itemTitle} />
      </section>
      <section className={styles.section}>
        <h3>{t('panel.running')}</h3>
        <RunningFacts row={row} />
      </section>
      {row.application && (
        <section className={styles.section}>
          <h3>{t('panel.gate')}</h3>
          <GateTable gate={row.gate} />
        </section>
      )}
      {row.conditions.length > 0 && (
        <section className={styles.section}>
          <h3>{t('panel.conditions')}</h3>
          <ul className={styles.list}>
            {row.conditions.map(({ type, message }) => (
              <li key={`${type} ${message}`}>
                <strong>{type}</strong>: {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      {slos.length > 0 && (
        <section className={styles.section}>
          <h3>{t('panel.slos')}</h3>
          <ul className={styles.list}>
            {slos.map(slo => (
              <li key={slo.sloId}>
                <SloFacts slo={slo} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {row.links.length > 0 && (
        <section className={styles.section}>
          <h3>{t('panel.links')}</h3>
          <ul className={styles.links}>
            {row.links.map(link => (
              <li key={link.url}>
                <OutwardLink to={link.url}>{link.title}</OutwardLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.section}>
        <h3>{t('panel.source')}</h3>
        <SourceFact row={row} sources={sources} />
      </section>
    </>
  );
}

function RunningFacts(props: { row: DeliveryRow }) {
  const { row } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const duration = useDurationText();
  const { application, deployed, operation } = row;
  return (
    <dl className={styles.facts}>
      {application && (
        <Fact term={t('panel.application')}>
          {application.namespace}/{application.name} {t('panel.on')}{' '}
          {application.cluster}, {t('panel.project')} {application.project}
        </Fact>
      )}
      {row.sync && <Fact term={t('panel.sync')}>{row.sync}</Fact>}
      {row.health && (
        <Fact term={t('panel.health')}>
          {row.health}
          {row.healthMessage && `: ${row.healthMessage}`}
        </Fact>
      )}
      <Fact term={t('panel.images')}>
        {row.images.length > 0 ? (
          <Lines lines={row.images} />
        ) : (
          t('panel.noImages')
        )}
      </Fact>
      <Fact term={t('panel.deployed')}>
        {deployed ? (
          <>
            <code className={styles.revision}>
              {shortRevisions(deployed.revisions)}
            </code>{' '}
            <ClockTime at={deployed.at} />
            {deployed.by &&
              ` ${t('panel.by', { person: personName(deployed.by) })}`}
            {deployed.durationSeconds !== undefined &&
              `, ${t('panel.took', {
                duration: duration(deployed.durationSeconds),
              })}`}
          </>
        ) : (
          t('panel.neverDeployed')
        )}
      </Fact>
      {row.compared && (
        <Fact term={t('panel.compared')}>
          <code className={styles.revision}>
            {shortRevisions(row.compared)}
          </code>
        </Fact>
      )}
      <Fact term={t('panel.newer')}>{t(`newer.${row.newer}`)}</Fact>
      {operation && (
        <Fact term={t('panel.operation')}>
          {t(`operation.${operation.state}`)}
          {operation.by &&
            ` ${t('panel.by', { person: personName(operation.by) })}`}
          {operation.startedAt && (
            <>
              , {t('panel.started')} <ClockTime at={operation.startedAt} />
            </>
          )}
          {operation.message && `: ${operation.message}`}
        </Fact>
      )}
    </dl>
  );
}

function SourceFact(props: {
  row: DeliveryRow;
  sources: readonly SourceStatus[];
}) {
  const { row, sources } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const source = sources.find(({ id }) => id === row.source);
  return (
    <p className={styles.result}>
      {source ? (
        <SourceTitle source={source} />
      ) : (
        row.source ?? t('panel.noSource')
      )}
      {row.asOf && (
        <>
          , {t('panel.current')} <Age at={row.asOf} /> {t('panel.ago')}
        </>
      )}
      {source?.note && <span className={styles.muted}> ({source.note})</span>}
    </p>
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

function Lines(props: { lines: readonly string[] }) {
  return (
    <>
      {props.lines.map(line => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}
