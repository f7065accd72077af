import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useNow } from './clock';

/** Milliseconds by which the server's clock is ahead of the browser's. */
const SkewContext = createContext(0);

/**
 * Ages below are measured on the server's clock. A browser whose clock is
 * five minutes off would otherwise call fresh data old, or old data fresh.
 */
export function ServerClock(props: {
  /** `now` of the answer, ISO 8601. */
  now: string;
  /** When it was received, milliseconds on the browser's clock. */
  receivedAt: number;
  children: ReactNode;
}) {
  const { now, receivedAt, children } = props;
  const skew = useMemo(() => {
    const measured = Date.parse(now) - receivedAt;
    return Number.isFinite(measured) ? measured : 0;
  }, [now, receivedAt]);
  return <SkewContext.Provider value={skew}>{children}</SkewContext.Provider>;
}

/** The server's time, in steps. */
export function useServerNow(stepMilliseconds?: number): number {
  return useNow(stepMilliseconds) + useContext(SkewContext);
}
