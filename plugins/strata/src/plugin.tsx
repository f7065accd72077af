import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiStackLine, RiTeamLine } from '@remixicon/react';
import { StrataClient, strataApiRef } from './api';
import { teamsRouteRef } from './routes';
import { strataTranslationRef } from './translation';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: strataApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StrataClient(deps),
    }),
});

const teamsPage = PageBlueprint.make({
  name: 'teams',
  params: {
    path: '/teams',
    title: strataTranslationRef('pages.teams'),
    icon: <RiTeamLine />,
    routeRef: teamsRouteRef,
    loader: () => import('./owners/TeamsPage').then(m => <m.TeamsPage />),
  },
});

/** The Strata plugin for the new frontend system. @public */
export const strataPlugin = createFrontendPlugin({
  pluginId: 'strata',
  title: 'Strata',
  icon: <RiStackLine />,
  routes: { teams: teamsRouteRef },
  extensions: [api, teamsPage],
});
