/**
 * Strata for apps on the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { StrataClient, strataApiRef } from './api';
import { changesRouteRef, teamsRouteRef, treesRouteRef } from './routes';

/** @public */
export const strataPlugin = createPlugin({
  id: 'strata',
  apis: [
    createApiFactory({
      api: strataApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StrataClient(deps),
    }),
  ],
  routes: {
    teams: teamsRouteRef,
    trees: treesRouteRef,
    changes: changesRouteRef,
  },
});
