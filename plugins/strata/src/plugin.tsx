import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import {
  ApiBlueprint,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import { RiStackLine } from '@remixicon/react';
import { StrataClient, strataApiRef } from './api';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: strataApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StrataClient(deps),
    }),
});

/** The Strata plugin for the new frontend system. @public */
export const strataPlugin = createFrontendPlugin({
  pluginId: 'strata',
  title: 'Strata',
  icon: <RiStackLine />,
  extensions: [api],
});
