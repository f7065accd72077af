import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  CatalogFilterBlueprint,
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import {
  RiDashboardLine,
  RiNodeTree,
  RiRocket2Line,
  RiShieldCheckLine,
  RiStackLine,
  RiTeamLine,
} from '@remixicon/react';
import { StrataClient, strataApiRef } from './api';
import { changesExtensions } from './changes';
import { isItem } from './entity/isItem';
import {
  strataExternalRoutes,
  strataRoutes,
  teamsRouteRef,
  treesRouteRef,
} from './routes';
import { strataTranslationRef } from './translation';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: strataApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StrataClient(deps),
    }),
});

const pages = [
  PageBlueprint.make({
    name: 'teams',
    params: {
      path: '/teams',
      title: strataTranslationRef('pages.teams'),
      icon: <RiTeamLine />,
      routeRef: teamsRouteRef,
      loader: () => import('./owners/TeamsPage').then(m => <m.TeamsPage />),
    },
  }),
  PageBlueprint.make({
    name: 'trees',
    params: {
      path: '/trees',
      title: strataTranslationRef('pages.trees'),
      icon: <RiNodeTree />,
      routeRef: treesRouteRef,
      loader: () => import('./tree/TreesPage').then(m => <m.TreesPage />),
    },
  }),
];

const entityContents = [
  EntityContentBlueprint.make({
    name: 'delivery',
    params: {
      path: '/delivery',
      title: strataTranslationRef('entity.deliveryTab'),
      icon: <RiRocket2Line />,
      filter: isItem,
      loader: () => import('./entity/DeliveryTab').then(m => <m.DeliveryTab />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'sla',
    params: {
      path: '/sla',
      title: strataTranslationRef('entity.slaTab'),
      icon: <RiShieldCheckLine />,
      filter: isItem,
      loader: () => import('./entity/SlaTab').then(m => <m.SlaTab />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'dashboard',
    params: {
      path: '/dashboard',
      title: strataTranslationRef('entity.dashboardTab'),
      icon: <RiDashboardLine />,
      filter: { kind: 'group' },
      loader: () =>
        import('./entity/DashboardTab').then(m => <m.DashboardTab />),
    },
  }),
];

const entityCards = [
  EntityCardBlueprint.make({
    name: 'overview',
    params: {
      type: 'content',
      filter: isItem,
      loader: () =>
        import('./entity/OverviewCard').then(m => <m.OverviewCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'findings',
    params: {
      type: 'content',
      filter: isItem,
      loader: () =>
        import('./entity/FindingsCard').then(m => <m.FindingsCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'environments',
    params: {
      type: 'content',
      filter: isItem,
      loader: () =>
        import('./entity/EnvironmentsCard').then(m => <m.EnvironmentsCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'ownership',
    params: {
      type: 'info',
      filter: isItem,
      loader: () =>
        import('./entity/OwnershipCard').then(m => <m.OwnershipCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'promise',
    params: {
      type: 'info',
      filter: isItem,
      loader: () => import('./entity/PromiseCard').then(m => <m.PromiseCard />),
    },
  }),
];

const catalogFilters = [
  CatalogFilterBlueprint.make({
    name: 'layer',
    params: {
      loader: () => import('./catalog/filters').then(m => <m.LayerPicker />),
    },
  }),
  CatalogFilterBlueprint.make({
    name: 'area',
    params: {
      loader: () => import('./catalog/filters').then(m => <m.AreaPicker />),
    },
  }),
  CatalogFilterBlueprint.make({
    name: 'core',
    params: {
      loader: () => import('./catalog/filters').then(m => <m.CorePicker />),
    },
  }),
];

/** Their names are what `page:home` of the configuration places. */
const homeWidgets = [
  HomePageWidgetBlueprint.make({
    name: 'teams',
    params: {
      name: 'StrataTeams',
      title: 'Your teams',
      description: 'A greeting, and the state of your teams',
      components: () => import('./home/TeamsWidget'),
      layout: { width: { minColumns: 4 }, height: { minRows: 4 } },
    },
  }),
  HomePageWidgetBlueprint.make({
    name: 'create',
    params: {
      name: 'StrataCreate',
      title: 'Create a service',
      description: 'The way to a new service, and to the tree',
      components: () => import('./home/CreateWidget'),
      layout: { width: { minColumns: 3 }, height: { minRows: 3 } },
    },
  }),
  HomePageWidgetBlueprint.make({
    name: 'changes',
    params: {
      name: 'StrataChanges',
      title: 'Your changes',
      description: 'Open changes by you or for your teams',
      components: () => import('./home/ChangesWidget'),
      layout: { width: { minColumns: 3 }, height: { minRows: 3 } },
    },
  }),
  HomePageWidgetBlueprint.make({
    name: 'sources',
    params: {
      name: 'StrataSources',
      title: 'Sources',
      description: 'Health and age of everything the portal reads',
      components: () => import('./home/SourcesWidget'),
      layout: { width: { minColumns: 4 }, height: { minRows: 3 } },
    },
  }),
  HomePageWidgetBlueprint.make({
    name: 'own-tree',
    params: {
      name: 'StrataOwnTree',
      title: 'Point it at your own tree',
      description: 'The configuration lines for another tree',
      components: () => import('./home/OwnTreeWidget'),
      layout: { width: { minColumns: 4 }, height: { minRows: 4 } },
    },
  }),
];

/** The Strata plugin for the new frontend system. @public */
export const strataPlugin = createFrontendPlugin({
  pluginId: 'strata',
  title: 'Strata',
  icon: <RiStackLine />,
  info: { packageJson: () => import('../package.json') },
  routes: strataRoutes,
  externalRoutes: strataExternalRoutes,
  extensions: [
    api,
    ...pages,
    ...changesExtensions,
    ...entityContents,
    ...entityCards,
    ...catalogFilters,
    ...homeWidgets,
  ],
});
