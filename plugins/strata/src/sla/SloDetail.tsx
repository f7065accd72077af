import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Skeleton, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiLineChartLine } from '@remixicon/react';
import {
  formatBudget,
  formatPercent,
  type SloRow,
  type SloSeries,
} from '@strata/plugin-strata-common';
import { useState } from 'react';
import { useResource } from '../api';
import { Age, ClockTime, useDurationText } from '../clock/Age';
import { useServerNow } from '../clock/ServerClock';
import { shortRevision } from '../delivery/imageVersion';
import { OutwardLink } from '../page/OutwardLink';
import { personName } from '../people/personName';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { strataTranslationRef } from '../translation';
import { BurnDownChart } from './BurnDownChart';
import { BurnTable } from './BurnTable';
import { rangeNames, seriesRange, stepOf, type RangeName } from './seriesRange';
import { SeriesTable } from './SeriesTable';
import styles from './sla.module.css';
import { SloFacts } from './SloFacts';

/** One objective: the answer as a title, how it came to that, what fires. */
export function SloDetail(props: { slo: SloRow }) {
  const { slo } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const title = useAnswer(slo);
  return (
    <section className={styles.slo} aria-label={title}>
      <h3 className={styles.answer}>{title}</h3>
      <SloFacts slo={slo} name={false} />
      <p className={styles.reason}>{slo.reason}</p>
      <p className={styles.muted}>
        {slo.sliClass} · {slo.window}
        {slo.total !== undefined && slo.bad !== undefined && (
          <>
            {' · '}
            {t('slaTab.counts', {
              bad: Math.round(slo.bad).toLocaleString(),
              total: Math.round(slo.total).toLocaleString(),
            })}
          </>
        )}
        {slo.coverage !== undefined && (
          <>
            {' · '}
            {t('slaTab.coverage', { coverage: formatPercent(slo.coverage) })}
          </>
        )}
        {slo.asOf && (
          <>
            {' · '}
            {t('slo.measured')} <Age at={slo.asOf} /> {t('panel.ago')}
          </>
        )}
      </p>
      <Plot slo={slo} />
      {slo.burns.length > 0 && <BurnTable burns={slo.burns} />}
      <Warnings warnings={slo.warnings} />
      {slo.links.length > 0 && (
        <ul className={styles.links}>
          {slo.links.map(link => (
            <li key={link.url}>
              <OutwardLink to={link.url}>{link.title}</OutwardLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The title states the answer. */
function useAnswer(slo: SloRow): string {
  const { t } = useTranslationRef(strataTranslationRef);
  const duration = useDurationText();
  const { name, environment, budgetRemaining, exhaustedInSeconds } = slo;
  if (budgetRemaining === undefined) {
    return t('slaTab.answerNoFigure', {
      name,
      environment,
      status: t(`status.${slo.status}`),
    });
  }
  const budget = formatBudget(budgetRemaining);
  if (exhaustedInSeconds === undefined) {
    return t('slaTab.answer', { name, environment, budget });
  }
  return t('slaTab.answerExhausted', {
    name,
    environment,
    budget,
    duration: duration(exhaustedInSeconds),
  });
}

function Plot(props: { slo: SloRow }) {
  const { slo } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [name, setName] = useState<RangeName>('month');
  const range = seriesRange(name, useServerNow(stepOf(name)));
  const series = useResource(
    `series:${slo.sloId}:${range.from}:${range.to}`,
    api => api.sloSeries(slo.sloId, range),
    { entityRefs: [] },
  );
  return (
    <>
      <ToggleButtonGroup
        aria-label={t('slaTab.range')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[name]}
        onSelectionChange={keys => {
          const chosen = rangeNames.find(each => keys.has(each));
          if (chosen) setName(chosen);
        }}
      >
        {rangeNames.map(each => (
          <ToggleButton key={each} id={each} size="small">
            {t(`slaTab.${each}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ResourceView
        resource={series}
        skeleton={<Skeleton width="100%" height={260} />}
      >
        {data => <PlotOf series={data} />}
      </ResourceView>
    </>
  );
}

function PlotOf(props: { series: SloSeries }) {
  const { series } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (series.budget.every(([, value]) => value === null)) {
    return (
      <EmptyState
        icon={<RiLineChartLine size={32} />}
        title={t('slaTab.noSeries.title')}
        description={t('slaTab.noSeries.description')}
      />
    );
  }
  return (
    <>
      <BurnDownChart series={series} />
      <h4 className={styles.subtitle}>{t('slaTab.deploys')}</h4>
      {series.deploys.length > 0 ? (
        <ul className={styles.deploys}>
          {series.deploys.map(deploy => (
            <li key={`${deploy.at} ${deploy.revision}`}>
              <ClockTime at={deploy.at} />{' '}
              <code>{shortRevision(deploy.revision)}</code>
              {deploy.by &&
                ` ${t('panel.by', { person: personName(deploy.by) })}`}
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.reason}>{t('slaTab.noDeploys')}</p>
      )}
      <SeriesTable series={series} />
      <Warnings warnings={series.warnings} />
    </>
  );
}

function Warnings(props: { warnings: readonly string[] }) {
  const { warnings } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (warnings.length === 0) return null;
  return (
    <details className={styles.details}>
      <summary>{t('slaTab.warnings')}</summary>
      <ul>
        {warnings.map(warning => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </details>
  );
}
