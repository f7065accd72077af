import type { Clock } from './clock';

/**
 * Runs a task again and again, never twice at once; a failure is told once,
 * not at every turn.
 *
 * @returns a function that ends it
 */
export function everyInTurn(
  clock: Clock,
  milliseconds: number,
  task: () => Promise<void>,
  report: (message: string) => void,
) {
  let running = false;
  let lastFailure = '';
  return clock.every(milliseconds, () => {
    if (running) return;
    running = true;
    task()
      .then(() => {
        lastFailure = '';
      })
      .catch(error => {
        const failure =
          error instanceof Error ? error.stack ?? error.message : String(error);
        if (failure !== lastFailure) report(failure);
        lastFailure = failure;
      })
      .finally(() => {
        running = false;
      });
  });
}
