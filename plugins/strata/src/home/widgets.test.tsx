import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { strataApiRef, type StrataApi } from '../api';
import { strataApi } from '../fixtures/api';
import { openChange, ownersResponse, silentSources } from '../fixtures/owners';
import { now } from '../fixtures/time';
import {
  changeLinkRef,
  changesLinkRef,
  createServiceRouteRef,
  teamLinkRef,
  teamsLinkRef,
  treesLinkRef,
} from '../routes';
import { Content as Changes } from './ChangesWidget';
import { Content as Create } from './CreateWidget';
import { Content as OwnTree } from './OwnTreeWidget';
import { Content as Sources } from './SourcesWidget';
import { Content as Teams } from './TeamsWidget';

const ada = {
  userEntityRef: 'user:default/ada',
  ownershipEntityRefs: ['user:default/ada', 'group:default/product'],
  displayName: 'Ada Lindqvist',
};

function render(
  element: ReactElement,
  api: Partial<StrataApi> = {},
  person: Parameters<typeof mockApis.identity>[0] = ada,
) {
  return renderInTestApp(
    <ReactRouterV6PageRouter>{element}</ReactRouterV6PageRouter>,
    {
      apis: [[strataApiRef, strataApi(api)], mockApis.identity(person)],
      mountedRoutes: {
        '/teams': teamsLinkRef,
        '/teams/:name': teamLinkRef,
        '/trees': treesLinkRef,
        '/changes': changesLinkRef,
        '/changes/:id': changeLinkRef,
        '/create': createServiceRouteRef,
      },
    },
  );
}

describe('your teams', () => {
  it('greets by name and shows the teams of the person', async () => {
    render(<Teams />, { owners: async () => ownersResponse });
    expect(await screen.findByText('Hello Ada Lindqvist')).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'Product' }),
    ).toHaveAttribute('href', '/teams/product');
    expect(screen.queryByRole('link', { name: 'Data' })).toBeNull();
    expect(
      screen.getByRole('link', { name: 'Product' }).closest('li'),
    ).toHaveTextContent('2 of 3 objectives met');
  });

  it('greets by the name of the entity where the profile has none', async () => {
    render(
      <Teams />,
      { owners: async () => ownersResponse },
      { ...ada, displayName: undefined },
    );
    expect(await screen.findByText('Hello ada')).toBeVisible();
  });

  it('says how to come into a team', async () => {
    render(
      <Teams />,
      { owners: async () => ownersResponse },
      { ...ada, ownershipEntityRefs: ['user:default/ada'] },
    );
    expect(await screen.findByText('You are in no team yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'All teams' })).toBeVisible();
  });
});

describe('your changes', () => {
  it('shows those of the person and of the person’s teams', async () => {
    render(<Changes />, {
      changes: async () => [
        openChange,
        {
          ...openChange,
          id: 'c-8',
          title: 'Of my team',
          author: 'user:default/ben',
        },
        {
          ...openChange,
          id: 'c-9',
          title: 'Of others',
          author: 'user:default/chidi',
          owner: 'group:default/data',
        },
      ],
    });
    expect(
      await screen.findByRole('link', { name: /Raise the avail/ }),
    ).toHaveAttribute('href', '/changes/c-7');
    expect(screen.getByText('Of my team')).toBeVisible();
    expect(screen.queryByText('Of others')).toBeNull();
  });

  it('says that there are none', async () => {
    render(<Changes />, { changes: async () => [] });
    expect(await screen.findByText('No open changes')).toBeVisible();
  });
});

describe('sources', () => {
  it('tells state, age, error and what the configuration says', async () => {
    render(<Sources />, {
      sources: async () => ({ now, sources: silentSources }),
    });
    const row = (
      await screen.findByRole('rowheader', { name: /homelab/ })
    ).closest('tr');
    expect(row).toHaveTextContent('unreachable');
    expect(row).toHaveTextContent('ECONNREFUSED');
    expect(row).toHaveTextContent('13 min ago');
    expect(row).toHaveTextContent('simulated');
  });

  it('that were never read say so', async () => {
    render(<Sources />, {
      sources: async () => ({
        now,
        sources: [
          { ...silentSources[0], asOf: undefined, state: 'connecting' },
        ],
      }),
    });
    expect(await screen.findByText('never read')).toBeVisible();
  });

  it('none says what to configure', async () => {
    render(<Sources />, { sources: async () => ({ now, sources: [] }) });
    expect(await screen.findByText('No sources')).toBeVisible();
  });
});

it('creating leads to the templates and to the tree', async () => {
  render(<Create />);
  expect(
    await screen.findByRole('link', { name: 'Choose a template' }),
  ).toHaveAttribute('href', '/create');
  expect(screen.getByRole('link', { name: 'Look at the tree' })).toBeVisible();
});

it('the lines for another tree can be copied', async () => {
  const user = userEvent.setup();
  const write = jest.spyOn(navigator.clipboard, 'writeText');
  render(<OwnTree />);
  await user.click(await screen.findByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible();
  expect(write).toHaveBeenCalledWith(
    expect.stringContaining('strata:\n  trees:'),
  );
});
