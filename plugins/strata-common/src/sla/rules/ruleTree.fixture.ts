import { parse } from 'yaml';
import { entityRef, treePath } from '../../ids';
import { serviceSchema } from '../../tree/schemas';
import type { Item, Tree } from '../../tree/model';

/** An item of a tree for tests of the compiler; `spec` is what one writes. */
export function item(path: string, spec: string, team = 'product'): Item {
  const segments = path.split('/');
  const name = segments.at(-1)!;
  const layer = segments[0];
  const ref = entityRef(
    `component:default/${
      layer === 'services' ? name : path.replaceAll('/', '-')
    }`,
  );
  const definition = serviceSchema.parse({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Service',
    metadata: { name },
    spec: parse(spec),
  });
  return {
    path: treePath(path),
    directory: `kubernetes/${path}`,
    layer,
    name,
    entityRef: ref,
    title: name,
    type: layer === 'services' ? 'service' : 'platform',
    lifecycle: 'production',
    definition,
    position: { path: `kubernetes/${path}/service.yaml`, line: 1, column: 1 },
    owner: { team, source: 'declared' },
    environments: Object.entries(definition.spec.environments ?? {}).map(
      ([environment, { cluster, namespace, autoSync }], order) => ({
        name: environment,
        order,
        declared: true,
        cluster,
        namespace,
        autoSync,
        generated: { kind: 'absent', reason: 'not part of this test' },
      }),
    ),
    dependencies: [],
    discovered: 'unknown',
  };
}

export function tree(...items: Item[]): Tree {
  return {
    options: {
      id: 'test',
      primary: true,
      root: 'kubernetes',
      layers: [],
      apiVersions: ['strata.dev/v1alpha1'],
      upwardDependencySeverity: 'warning',
    },
    revision: 'a'.repeat(40),
    items,
    teams: [],
    projects: [],
    findings: [],
  };
}

/** Two services, one with a namespace of its own per environment. */
export const shop = item(
  'services/shop',
  `
  environments:
    dev: { cluster: homelab, namespace: shop-dev }
    production: { cluster: homelab, namespace: shop }
  slos:
    - { name: availability, target: 99.9%, sli: { class: istio-requests } }
    - { name: latency, target: 95%, threshold: 500ms, sli: { class: istio-latency } }
  `,
);

/** Two platform items that share a namespace, one named like the other's prefix. */
export const kafka = item(
  'platform/messaging/kafka',
  `
  environments: { production: { cluster: homelab, namespace: messaging } }
  sla: { availability: 99% }
  `,
  'platform',
);
export const kafkaUi = item(
  'platform/messaging/kafka-ui',
  `
  environments: { production: { cluster: homelab, namespace: messaging } }
  sla: { availability: 99% }
  `,
  'platform',
);
