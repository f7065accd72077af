import type { Item } from '@strata/plugin-strata-common';
import { item } from '../../../src/sla/__testUtils__/slaUnderTest';

const slosPerService = 2;

/** Services that declare two SLOs each, of two classes. */
export function services(slos: number): Item[] {
  return Array.from({ length: slos / slosPerService }, (_, index) =>
    item(`svc-${index}`, {
      environments: {
        production: {
          cluster: 'homelab',
          namespace: `svc-${index}`,
          autoSync: false,
        },
      },
      sla: { availability: '99.5%', effectiveFrom: '2026-01-01' },
      slos: [
        {
          name: 'availability',
          target: '99.6%',
          window: '30d',
          sli: { class: 'istio-requests' },
        },
        {
          name: 'latency',
          target: '95%',
          threshold: '1s',
          window: '30d',
          sli: { class: 'istio-latency' },
        },
      ],
    }),
  );
}
