import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { strataApiRef } from './api';
import { strataApi } from './fixtures/api';
import { componentEntity } from './fixtures/entity';
import {
  audiobookshelf,
  ownersResponse,
  productOverview,
} from './fixtures/owners';
import { now } from './fixtures/time';
import { EntityStrataOverviewCard, StrataTeamsPage } from './legacy';

const api = strataApi({
  owners: async () => ownersResponse,
  ownerOverview: async () => productOverview,
  entityDelivery: async ref => ({
    entityRef: ref,
    rows: audiobookshelf.rows,
    now,
  }),
  entitySla: async ref => ({ entityRef: ref, slos: audiobookshelf.slos, now }),
});

const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
};

describe('the plugin in the old frontend system', () => {
  it('mounts the teams page with its header, and the dashboard below it', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[strataApiRef, api]]}>
        <Routes>
          <Route path="/teams/*" element={<StrataTeamsPage />} />
        </Routes>
      </TestApiProvider>,
      { routeEntries: ['/teams/product'], mountedRoutes },
    );
    expect(
      await screen.findByRole('heading', { name: 'Teams' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('grid', { name: 'Items by environment' }),
    ).toBeInTheDocument();
  });

  it('mounts the overview card on an entity', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[strataApiRef, api]]}>
        <EntityProvider entity={componentEntity}>
          <EntityStrataOverviewCard />
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes },
    );
    expect(
      await screen.findByRole('button', {
        name: /Audiobookshelf in production/,
      }),
    ).toHaveTextContent('Waiting at gate');
  });
});
