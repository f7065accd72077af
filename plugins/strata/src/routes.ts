import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/core-plugin-api';

/** Owners overview; the team dashboard is below it. @public */
export const teamsRouteRef = createRouteRef({ id: 'strata:teams' });

/** Team dashboard, by the name of the Group. @public */
export const teamRouteRef = createSubRouteRef({
  id: 'strata:team',
  parent: teamsRouteRef,
  path: '/:name',
});

/** What was read of the trees, and what is wrong with it. @public */
export const treesRouteRef = createRouteRef({ id: 'strata:trees' });

/** Open and past changes. @public */
export const changesRouteRef = createRouteRef({ id: 'strata:changes' });

/** One change and its journey. @public */
export const changeRouteRef = createSubRouteRef({
  id: 'strata:change',
  parent: changesRouteRef,
  path: '/:id',
});

/** Where templates are chosen; absent in an app without the scaffolder. @public */
export const createServiceRouteRef = createExternalRouteRef({
  id: 'strata:create',
  optional: true,
  defaultTarget: 'scaffolder.root',
});
