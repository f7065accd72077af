import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { formatPercent, type SloSeries } from '@strata/plugin-strata-common';
import { DateTime } from 'luxon';
import { useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { shortRevision } from '../delivery/imageVersion';
import { strataTranslationRef } from '../translation';
import styles from './sla.module.css';

type Point = { time: number; budget: number | null };

/**
 * The budget that was left, with a line where something was deployed. A gap is
 * drawn as a gap. The figures stand in a table besides.
 */
export function BurnDownChart(props: { series: SloSeries }) {
  const { series } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const points = useMemo(
    () => series.budget.map(([time, budget]): Point => ({ time, budget })),
    [series.budget],
  );
  const ticks = useMemo(() => budgetTicks(series), [series]);
  const from = Date.parse(series.from) / 1000;
  const to = Date.parse(series.to) / 1000;
  return (
    <div className={styles.chart} role="img" aria-label={t('slaTab.chart')}>
      <ResponsiveContainer width="100%" height={260}>
        <ComposedChart
          data={points}
          margin={{ top: 22, right: 16, bottom: 4, left: 4 }}
        >
          <CartesianGrid stroke="var(--bui-border-1)" vertical={false} />
          <XAxis
            dataKey="time"
            type="number"
            scale="time"
            domain={[from, to]}
            tickFormatter={time => tickText(time, to - from)}
            stroke="var(--bui-border-2)"
            tick={{ fill: 'var(--bui-fg-primary)', fontSize: 12 }}
            minTickGap={48}
          />
          <YAxis
            tickFormatter={ratio => formatPercent(ratio)}
            domain={[ticks[0], 1]}
            ticks={ticks}
            stroke="var(--bui-border-2)"
            tick={{ fill: 'var(--bui-fg-primary)', fontSize: 12 }}
            width={64}
          />
          <Tooltip content={<ChartTooltip label={t('slaTab.budget')} />} />
          <ReferenceLine y={0} stroke="var(--bui-fg-negative)" />
          <Area
            type="stepAfter"
            dataKey="budget"
            connectNulls={false}
            isAnimationActive={false}
            stroke="var(--bui-accent-bg)"
            strokeWidth={2}
            fill="var(--bui-accent-bg)"
            fillOpacity={0.12}
            dot={false}
          />
          {series.deploys.map(deploy => (
            <ReferenceLine
              key={`${deploy.at} ${deploy.revision}`}
              x={Date.parse(deploy.at) / 1000}
              stroke="var(--bui-fg-primary)"
              strokeDasharray="4 3"
              label={{
                value: shortRevision(deploy.revision),
                position: 'top',
                fill: 'var(--bui-fg-primary)',
                fontSize: 12,
              }}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** Quarters from 100 % down to the least budget, at most some ten of them. */
function budgetTicks(series: SloSeries): number[] {
  const least = series.budget.reduce(
    (lowest, [, budget]) => Math.min(lowest, budget ?? 0),
    0,
  );
  const step = 0.25 * Math.max(1, Math.ceil((1 - least) / 2.5));
  const count = Math.ceil((1 - least) / step);
  return Array.from(
    { length: count + 1 },
    (_, index) => 1 - index * step,
  ).reverse();
}

function tickText(time: number, span: number): string {
  const at = DateTime.fromSeconds(time);
  return span > 2 * 86_400
    ? at.toLocaleString({ month: 'short', day: 'numeric' })
    : at.toLocaleString(DateTime.TIME_24_SIMPLE);
}

/** What recharts hands to the content of its tooltip, as far as it is used. */
function ChartTooltip(props: {
  label: string;
  active?: boolean;
  payload?: readonly { payload?: Point }[];
}) {
  const { label, active, payload } = props;
  const point = payload?.[0]?.payload;
  if (!active || !point || point.budget === null) return null;
  return (
    <div className={styles.tooltip}>
      <div>
        {DateTime.fromSeconds(point.time).toLocaleString(DateTime.DATETIME_MED)}
      </div>
      <strong>
        {label}: {formatPercent(point.budget)}
      </strong>
    </div>
  );
}
