/**
 * Work cut into short steps, so that one way through it serves the command
 * line, which wants it done, and the portal, which answers requests meanwhile.
 * It may stop for a while after any `yield`.
 * @internal
 */
export type Steps<T> = Generator<void, T, void>;

/** All of the work at once. @internal */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The work with `yieldNow` awaited after every step. @internal */
export async function inSlices<T>(
  steps: Steps<T>,
  yieldNow: () => Promise<void>,
): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    await yieldNow();
    step = steps.next();
  }
  return step.value;
}
