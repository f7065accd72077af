import type { LayerConfig, TreeOptions } from './model';

/** The API version every tree understands. @public */
export const strataApiVersion = 'strata.dev/v1alpha1';

/** Layers of a tree that configures none, lowest promise to users last. @public */
export const defaultLayers: readonly LayerConfig[] = Object.freeze([
  {
    name: 'services',
    pattern: 'services/*',
    type: 'service',
    title: 'Services',
  },
  {
    name: 'platform',
    pattern: 'platform/*/*',
    type: 'platform',
    title: 'Platform',
  },
  {
    name: 'infra',
    pattern: 'infra/*/*',
    type: 'infrastructure',
    title: 'Infrastructure',
  },
]);

/**
 * Options of a tree with everything that is not given filled in. The order of
 * `layers` is the order of dependency: an item may depend on its own layer and
 * on those after it. `strata.dev/v1alpha1` is always among `apiVersions`.
 * @public
 */
export function defaultTreeOptions(
  partial: Partial<TreeOptions> = {},
): TreeOptions {
  const {
    id = 'platform',
    primary = true,
    root = 'kubernetes',
    layers = defaultLayers,
    apiVersions = [],
    repository,
    platformTeam,
    upwardDependencySeverity = 'warning',
  } = partial;
  return {
    id,
    primary,
    root: root.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, ''),
    layers,
    apiVersions: [...new Set([strataApiVersion, ...apiVersions])],
    ...(repository === undefined ? {} : { repository }),
    ...(platformTeam === undefined ? {} : { platformTeam }),
    upwardDependencySeverity,
  };
}
