import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { DateTime } from 'luxon';
import { strataTranslationRef } from '../translation';
import { roundDuration, stepOfAge } from './duration';
import { useServerNow } from './ServerClock';

/** The text of a length of time, `12 min`. */
export function useDurationText(): (seconds: number) => string {
  const { t } = useTranslationRef(strataTranslationRef);
  return seconds => {
    const { unit, count } = roundDuration(seconds);
    return t(`time.${unit}`, { count: count });
  };
}

/** How long ago something was, live; the exact time on hover. */
export function Age(props: { at: string; className?: string }) {
  const { at, className } = props;
  const duration = useDurationText();
  const then = Date.parse(at);
  const coarse = useServerNow(60_000);
  const now = useServerNow(stepOfAge((coarse - then) / 1000));
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {duration((now - then) / 1000)}
    </time>
  );
}

/** Date and time in the reader's own zone and language, to the second. */
export function exactTime(at: string): string {
  return DateTime.fromISO(at).toLocaleString(
    DateTime.DATETIME_MED_WITH_SECONDS,
  );
}

/** `14:02` within a day, `Nov 22, 14:02` beyond. */
export function ClockTime(props: { at: string }) {
  const { at } = props;
  const now = useServerNow(60_000);
  const time = DateTime.fromISO(at);
  const recent = Math.abs(now - time.toMillis()) < 20 * 3600_000;
  return (
    <time dateTime={at} title={exactTime(at)}>
      {time.toLocaleString(
        recent
          ? DateTime.TIME_24_SIMPLE
          : {
              month: 'short',
              day: 'numeric',
              hour: '2-digit',
              minute: '2-digit',
              hourCycle: 'h23',
            },
      )}
    </time>
  );
}
