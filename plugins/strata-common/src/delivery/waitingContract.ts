import { z } from 'zod';
import { changeSchema } from '../changes/contract';
import { deliveryRowSchema } from './contract';

/** What waits for the person who asks. @public */
export const waitingResponseSchema = z.object({
  /** Gates they may open, longest known wait first; what holds each is in its actions. */
  gates: z.array(
    z.object({ owner: z.string(), title: z.string(), row: deliveryRowSchema }),
  ),
  /** Changes they may merge, oldest first. */
  changes: z.array(changeSchema),
  now: z.string(),
});
/** @public */
export type WaitingResponse = z.infer<typeof waitingResponseSchema>;
