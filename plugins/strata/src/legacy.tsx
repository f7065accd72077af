/**
 * Strata for apps on the old frontend system: the same components, with the
 * headers that the new system draws by itself.
 *
 * @packageDocumentation
 */
import { Content, Header, Page } from '@backstage/core-components';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ReactNode } from 'react';
import { StrataClient, strataApiRef } from './api';
import {
  changesRouteRef,
  strataExternalRoutes,
  strataRoutes,
  teamsRouteRef,
  treesRouteRef,
} from './routes';
import { strataTranslationRef } from './translation';

export { isItem as isStrataItem } from './entity/isItem';
export { strataApiRef } from './api';

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
  routes: strataRoutes,
  externalRoutes: strataExternalRoutes,
});

function LegacyPage(props: {
  title: 'teams' | 'trees' | 'changes';
  children: ReactNode;
}) {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <Page themeId="tool">
      <Header title={t(`pages.${props.title}`)} />
      <Content noPadding>{props.children}</Content>
    </Page>
  );
}

/** Owners overview and team dashboards, for `<Route path="/teams/*">`. @public */
export const StrataTeamsPage = strataPlugin.provide(
  createRoutableExtension({
    name: 'StrataTeamsPage',
    component: async () => {
      const { TeamsPage } = await import('./owners/TeamsPage');
      return () => (
        <LegacyPage title="teams">
          <TeamsPage />
        </LegacyPage>
      );
    },
    mountPoint: teamsRouteRef,
  }),
);

/** What was read of the trees, for `<Route path="/trees">`. @public */
export const StrataTreesPage = strataPlugin.provide(
  createRoutableExtension({
    name: 'StrataTreesPage',
    component: async () => {
      const { TreesPage } = await import('./tree/TreesPage');
      return () => (
        <LegacyPage title="trees">
          <TreesPage />
        </LegacyPage>
      );
    },
    mountPoint: treesRouteRef,
  }),
);

/** Changes and their journeys, for `<Route path="/changes/*">`. @public */
export const StrataChangesPage = strataPlugin.provide(
  createRoutableExtension({
    name: 'StrataChangesPage',
    component: async () => {
      const { ChangesPage } = await import('./changes/ChangesPage');
      return () => (
        <LegacyPage title="changes">
          <ChangesPage />
        </LegacyPage>
      );
    },
    mountPoint: changesRouteRef,
  }),
);

/** Delivery and promise of a component. @public */
export const EntityStrataOverviewCard = strataPlugin.provide(
  createComponentExtension({
    name: 'EntityStrataOverviewCard',
    component: {
      lazy: () => import('./entity/OverviewCard').then(m => m.OverviewCard),
    },
  }),
);

/** Findings of a component. @public */
export const EntityStrataFindingsCard = strataPlugin.provide(
  createComponentExtension({
    name: 'EntityStrataFindingsCard',
    component: {
      lazy: () => import('./entity/FindingsCard').then(m => m.FindingsCard),
    },
  }),
);

/** Content of a tab of a component. @public */
export const EntityStrataDeliveryContent = strataPlugin.provide(
  createComponentExtension({
    name: 'EntityStrataDeliveryContent',
    component: {
      lazy: () => import('./entity/DeliveryTab').then(m => m.DeliveryTab),
    },
  }),
);

/** Content of a tab of a component. @public */
export const EntityStrataSlaContent = strataPlugin.provide(
  createComponentExtension({
    name: 'EntityStrataSlaContent',
    component: {
      lazy: () => import('./entity/SlaTab').then(m => m.SlaTab),
    },
  }),
);

/** The team dashboard, for a tab of a Group. @public */
export const EntityStrataDashboardContent = strataPlugin.provide(
  createComponentExtension({
    name: 'EntityStrataDashboardContent',
    component: {
      lazy: () => import('./entity/DashboardTab').then(m => m.DashboardTab),
    },
  }),
);
