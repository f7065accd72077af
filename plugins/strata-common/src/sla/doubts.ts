import type { EventCounts } from './budget';

/** More bad than all, or fewer than none; a billionth is rounding. @internal */
export function countDoubts(
  window: string,
  { bad, total }: EventCounts,
): string[] {
  const tolerance = Math.max(Math.abs(total) * 1e-9, 1e-6);
  const doubts: string[] = [];
  if (bad < -tolerance || total < -tolerance) {
    doubts.push(`a negative number of events over ${window}`);
  }
  if (bad - total > tolerance) {
    doubts.push(`more bad events than events over ${window}`);
  }
  return doubts;
}
