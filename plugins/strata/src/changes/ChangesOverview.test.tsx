import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { strataApiRef, type StrataApi } from '../api';
import { strataApi } from '../fixtures/api';
import { changeLinkRef, createServiceRouteRef } from '../routes';
import {
  conflictedChange,
  mergedChange,
  openChange,
} from './__testUtils__/changes';
import { ChangesOverview } from './ChangesOverview';

function render(api: Partial<StrataApi>, search = '') {
  return renderInTestApp(
    <ReactRouterV6PageRouter>
      <ChangesOverview />
    </ReactRouterV6PageRouter>,
    {
      apis: [[strataApiRef, strataApi(api)]],
      mountedRoutes: {
        '/changes/:id': changeLinkRef,
        '/create': createServiceRouteRef,
      },
      initialRouteEntries: [`/${search}`],
    },
  );
}

const all = async () => [openChange, mergedChange, conflictedChange];
const titles = () =>
  within(screen.getByRole('table', { name: 'Changes' }))
    .getAllByRole('rowheader')
    .map(row => row.textContent);

describe('ChangesOverview', () => {
  it('lists changes with where each of them is, and leads to it', async () => {
    render({ changes: all });
    expect(
      await screen.findByRole('link', { name: openChange.title }),
    ).toHaveAttribute('href', '/changes/change-1');
    expect(
      screen.getAllByText('Merged: Someone of product merges it'),
    ).not.toHaveLength(0);
    expect(
      screen.getByText('Synced in dev: cluster homelab is unreachable'),
    ).toBeInTheDocument();
  });

  it('filters by state, a conflicted one counting as open', async () => {
    render({ changes: all });
    await screen.findByRole('table', { name: 'Changes' });
    await userEvent.click(screen.getByRole('radio', { name: 'Open' }));
    expect(titles()).toEqual([openChange.title, conflictedChange.title]);
    await userEvent.click(screen.getByRole('radio', { name: 'Merged' }));
    expect(titles()).toEqual([mergedChange.title]);
  });

  it('takes filter and owner from the address', async () => {
    const changes = jest.fn(all);
    render({ changes }, '?state=merged&owner=group:default/product');
    await screen.findByRole('table', { name: 'Changes' });
    expect(titles()).toEqual([mergedChange.title]);
    expect(changes).toHaveBeenCalledWith({ owner: 'group:default/product' });
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(changes).toHaveBeenLastCalledWith({});
  });

  it('sorts by what one presses', async () => {
    render({ changes: all });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Change' }),
    );
    expect(titles()).toEqual([
      conflictedChange.title,
      mergedChange.title,
      openChange.title,
    ]);
  });

  it('leads on where there is nothing', async () => {
    render({ changes: async () => [] });
    expect(
      await screen.findByText('No change was made yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Create a service' }),
    ).toHaveAttribute('href', '/create');
  });

  it('says what failed', async () => {
    render({ changes: () => Promise.reject(new Error('no route to host')) });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'no route to host',
    );
  });
});
