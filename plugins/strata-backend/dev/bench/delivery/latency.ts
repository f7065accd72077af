import { setTimeout as wait } from 'node:timers/promises';
import type { DeliveryService } from '../../../src/delivery/DeliveryService';
import { type Check, type Figure, ms } from '../result';
import { percentile } from '../statistics';
import type { GeneratorProcess } from './GeneratorProcess';
import type { Platform } from './platform';

const rounds = 50;
const withinMs = 5_000;
/** `argocd.refreshInterval` of the community plugin. */
const pollMs = 10_000;
const pollSource =
  'https://github.com/backstage/community-plugins/blob/main/workspaces/argocd/plugins/argocd/src/hooks/useArgocdConfig.ts';

/** From the write of one Application until its entity is told to listeners. */
export async function latency(
  generator: GeneratorProcess,
  service: DeliveryService,
  { applications }: Platform,
): Promise<{ figures: Figure[]; checks: Check[] }> {
  const toldAt = new Map<string, number>();
  const leave = service.subscribe(refs => {
    const at = performance.timeOrigin + performance.now();
    for (const ref of refs) {
      if (!toldAt.has(ref)) toldAt.set(ref, at);
    }
  });
  const delays: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      // Not in step with the interval in which bursts are told together.
      await wait(230 + (round % 7) * 10);
      const index = (round * 197) % applications.length;
      const { entityRef } = applications[index];
      toldAt.clear();
      const { at } = await generator.change(index);
      const deadline = performance.now() + withinMs;
      while (!toldAt.has(entityRef) && performance.now() < deadline) {
        await wait(1);
      }
      const told = toldAt.get(entityRef);
      if (told !== undefined) delays.push(Math.max(0, told - at));
    }
  } finally {
    leave();
  }
  const reference = (value: number, which: string) => ({
    quantity: ms(value),
    by: `computed: ${which} of a page that polls every ${pollMs / 1000} s`,
    source: pollSource,
  });
  return {
    figures:
      delays.length === 0
        ? []
        : [
            {
              what: 'From a change in the cluster to the notification, p50',
              strata: ms(percentile(delays, 0.5)),
              reference: reference(pollMs / 2, 'half the interval'),
            },
            {
              what: 'From a change in the cluster to the notification, p99',
              strata: ms(percentile(delays, 0.99)),
              reference: reference(pollMs, 'the interval'),
              below: 2000,
            },
          ],
    checks: [
      {
        what: 'every single change is told',
        holds: delays.length === rounds,
        detail: `${delays.length} of ${rounds} within ${withinMs / 1000} s`,
      },
    ],
  };
}
