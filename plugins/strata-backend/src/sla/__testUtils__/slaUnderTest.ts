import { mockServices } from '@backstage/backend-test-utils';
import type { LifecycleService } from '@backstage/backend-plugin-api';
import {
  deliveryReadPermission,
  type EntityRef,
  entityRef,
  type Item,
  serviceSchema,
  treePath,
} from '@strata/plugin-strata-common';
import type { JsonObject } from '@backstage/types';
import type { EntityAuthorizer } from '../../authorize/EntityAuthorizer';
import type { LocatedItem } from '../../tree/TreeService';
import { createSla } from '../createSla';
import type { DeployMarkers } from '../SloPlots';
import { HandClock } from './HandClock';

export const start = '2026-11-24T12:00:00.000Z';

/** A service with one environment and what its definition says. */
export function item(name: string, spec: Record<string, unknown>): Item {
  return {
    path: treePath(`services/${name}`),
    directory: `kubernetes/services/${name}`,
    layer: 'services',
    name,
    entityRef: entityRef(`component:default/${name}`),
    title: name,
    type: 'service',
    lifecycle: 'production',
    definition: serviceSchema.parse({
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Service',
      metadata: { name },
      spec,
    }),
    position: {
      path: `kubernetes/services/${name}/service.yaml`,
      line: 1,
      column: 1,
    },
    owner: { team: 'product', source: 'declared' },
    environments: [
      {
        name: 'production',
        order: 0,
        declared: true,
        namespace: name,
        generated: { kind: 'absent', reason: 'not part of this test' },
      },
    ],
    dependencies: [],
    discovered: 'unknown',
  };
}

/** Trees whose items a test changes. */
export class TreesDouble {
  readonly #listeners = new Set<(treeId: string) => void>();
  #items: ReadonlyMap<EntityRef, LocatedItem> = new Map();

  constructor(...items: Item[]) {
    this.accept(...items);
  }

  accept(...items: Item[]) {
    this.#items = new Map(
      items.map(each => [each.entityRef, { treeId: 'platform', item: each }]),
    );
    for (const listener of this.#listeners) listener('platform');
  }

  items = () => this.#items;

  subscribe = (listener: (treeId: string) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The capability as the plugin wires it, with a clock and people of the test. */
export function slaUnderTest(options: {
  sla: JsonObject;
  trees: TreesDouble;
  hidden?: string[];
  deployMarkers?: DeployMarkers;
  timeoutMs?: number;
}) {
  const clock = new HandClock(start);
  const startup: (() => unknown)[] = [];
  const shutdown: (() => unknown)[] = [];
  const lifecycle: LifecycleService = {
    addStartupHook: hook => startup.push(hook),
    addShutdownHook: hook => shutdown.push(hook),
  };
  const authorizer: EntityAuthorizer = {
    decide: async () => ({
      allows: (permission, ref) =>
        permission.name === deliveryReadPermission.name &&
        !options.hidden?.includes(ref),
    }),
    authorize: async () => {
      throw new Error('reading must not ask for a mutation');
    },
  };
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const sla = createSla({
    config: mockServices.rootConfig({ data: { strata: { sla: options.sla } } }),
    logger,
    lifecycle,
    trees: options.trees,
    httpAuth: mockServices.httpAuth(),
    authorizer,
    deployMarkers: options.deployMarkers ?? (() => []),
    clock,
    timeoutMs: options.timeoutMs,
  });
  return {
    ...sla,
    clock,
    logger,
    start: async () => {
      for (const hook of startup) await hook();
    },
    stop: async () => {
      for (const hook of shutdown) await hook();
    },
  };
}

/** Waits for a condition that real I/O brings about. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not come true');
    await new Promise(resolve => {
      setImmediate(resolve);
    });
  }
}
