import { useCallback, useSyncExternalStore } from 'react';

/**
 * One clock for the whole page: every age on the screen turns at the same
 * moment, and nothing ticks when no age is shown.
 */
class TickingClock {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | undefined;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.tick(), 1000);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  private tick() {
    for (const listener of this.listeners) listener();
  }
}

const clock = new TickingClock();

/**
 * Milliseconds since the epoch. The component renders again when a step has
 * passed and not before; the time itself is exact, so that no age is ever
 * told younger than it is.
 */
export function useNow(stepMilliseconds = 1000): number {
  useSyncExternalStore(
    clock.subscribe,
    useCallback(
      () => Math.floor(Date.now() / stepMilliseconds),
      [stepMilliseconds],
    ),
  );
  return Date.now();
}
