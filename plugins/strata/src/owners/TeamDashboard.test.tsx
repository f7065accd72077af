import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import { strataApiRef, type StrataApi } from '../api';
import { strataApi } from '../fixtures/api';
import { productOverview } from '../fixtures/owners';
import { changeLinkRef, changesLinkRef, teamLinkRef } from '../routes';
import { TeamDashboard } from './TeamDashboard';

function render(api: Partial<StrataApi>, search = '') {
  return renderInTestApp(
    <ReactRouterV6PageRouter>
      <TeamDashboard ownerRef="group:default/product" />
    </ReactRouterV6PageRouter>,
    {
      apis: [[strataApiRef, strataApi(api)]],
      mountedRoutes: {
        '/teams/:name': teamLinkRef,
        '/changes': changesLinkRef,
        '/changes/:id': changeLinkRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [`/${search}`],
    },
  );
}

const overview: Partial<StrataApi> = {
  ownerOverview: async () => productOverview,
};

describe('TeamDashboard', () => {
  it('shows items by environment with status, version, revision and gate in words', async () => {
    render(overview);
    const cell = await screen.findByRole('button', {
      name: /Audiobookshelf in production/,
    });
    expect(cell).toHaveTextContent('Waiting at gate');
    expect(cell).toHaveTextContent('2.8.4');
    expect(cell).toHaveTextContent('5f3c2e1');
    expect(cell).toHaveTextContent('by hand');
    const table = screen.getByRole('table', { name: 'Items by environment' });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(each => each.textContent),
    ).toEqual([
      'Item',
      'dev',
      'production',
      'Promise (budget left)',
      'Changes',
      'Checks',
    ]);
  });
});
