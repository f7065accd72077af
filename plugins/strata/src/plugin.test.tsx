import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { strataApiRef } from './api';
import { strataApi } from './fixtures/api';
import { ownersResponse, productOverview } from './fixtures/owners';
import { strataPlugin } from './plugin';

describe('the plugin in the new frontend system', () => {
  const api = strataApi({
    owners: async () => ownersResponse,
    ownerOverview: async () => productOverview,
    trees: async () => ({ now: ownersResponse.now, trees: [] }),
  });
  const open = (path: string) =>
    renderTestApp({
      features: [strataPlugin],
      apis: [[strataApiRef, api]],
      initialRouteEntries: [path],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    });

  it('serves the owners overview at /teams', async () => {
    open('/teams');
    expect(
      await screen.findByRole('link', { name: 'Product' }),
    ).toHaveAttribute('href', '/teams/product');
  });

  it('serves a team dashboard below it', async () => {
    open('/teams/product');
    expect(
      await screen.findByRole('grid', { name: 'Items by environment' }),
    ).toBeInTheDocument();
  });

  it('serves the trees', async () => {
    open('/trees');
    expect(
      await screen.findByText('No tree is configured'),
    ).toBeInTheDocument();
  });
});
