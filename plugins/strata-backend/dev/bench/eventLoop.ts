import { percentile } from './statistics';

const everyMs = 5;

/** How long the event loop was held up, milliseconds. */
export interface EventLoopDelay {
  p99: number;
  max: number;
}

/**
 * Looks every few milliseconds how late it is. Own timers, because Node's
 * monitor forgets what it held when it is paused; `pause` leaves out what is
 * not the product's.
 */
export function watchEventLoop() {
  const delays: number[] = [];
  let timer: NodeJS.Timeout;
  const look = () => {
    const due = performance.now() + everyMs;
    timer = setTimeout(() => {
      delays.push(Math.max(0, performance.now() - due));
      look();
    }, everyMs);
  };
  look();
  return {
    pause<T>(work: () => T): T {
      clearTimeout(timer);
      try {
        return work();
      } finally {
        look();
      }
    },
    stop(): EventLoopDelay {
      clearTimeout(timer);
      return { p99: percentile(delays, 0.99), max: percentile(delays, 1) };
    },
  };
}
