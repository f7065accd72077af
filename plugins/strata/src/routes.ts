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

/*
 * Links between the pages are optional external routes that lead to the pages
 * above by default: an app that switches a page off loses the link to it, and
 * nothing else.
 */

/** @public */
export const teamsLinkRef = createExternalRouteRef({
  id: 'strata:teams-link',
  optional: true,
  defaultTarget: 'strata.teams',
});

/** @public */
export const teamLinkRef = createExternalRouteRef({
  id: 'strata:team-link',
  params: ['name'],
  optional: true,
  defaultTarget: 'strata.team',
});

/** @public */
export const treesLinkRef = createExternalRouteRef({
  id: 'strata:trees-link',
  optional: true,
  defaultTarget: 'strata.trees',
});

/** @public */
export const changesLinkRef = createExternalRouteRef({
  id: 'strata:changes-link',
  optional: true,
  defaultTarget: 'strata.changes',
});

/** @public */
export const changeLinkRef = createExternalRouteRef({
  id: 'strata:change-link',
  params: ['id'],
  optional: true,
  defaultTarget: 'strata.change',
});

/** Routes of the plugin, by the names that default targets use. @internal */
export const strataRoutes = {
  teams: teamsRouteRef,
  team: teamRouteRef,
  trees: treesRouteRef,
  changes: changesRouteRef,
  change: changeRouteRef,
};

/** Routes it leads to, the own ones included. @internal */
export const strataExternalRoutes = {
  createService: createServiceRouteRef,
  teamsLink: teamsLinkRef,
  teamLink: teamLinkRef,
  treesLink: treesLinkRef,
  changesLink: changesLinkRef,
  changeLink: changeLinkRef,
};
