import { renderInTestApp, mockApis } from '@backstage/frontend-test-utils';
import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { TreeStatus } from '@strata/plugin-strata-common';
import { strataApiRef, type StrataApi } from '../api';
import { strataApi } from '../fixtures/api';
import { n8n } from '../fixtures/owners';
import { before, hours, minutes, now } from '../fixtures/time';
import { TreesOverview } from './TreesOverview';

const tree: TreeStatus = {
  id: 'platform',
  title: 'Example platform',
  root: 'kubernetes',
  repository: 'https://git.homelab.example/platform/gitops.git',
  acceptedRevision: '5f3c2e19c0c34f7c8f6d1f6d6f1d1a2b3c4d5e6f',
  acceptedAt: before(2 * hours),
  lastReadAt: before(3 * minutes),
  counts: { items: 25, teams: 6, errors: 1, warnings: 1 },
};

const heldBack: TreeStatus = {
  ...tree,
  heldBack: {
    revision: '9b1d7a40e2f24b6d9c3e8a7b6c5d4e3f2a1b0c9d',
    at: before(10 * minutes),
    reason: 'It removes 9 of 25 items, more than a fifth.',
    removed: ['component:default/n8n', 'component:default/kafka-demo'],
  },
};

function render(api: Partial<StrataApi>, options: { search?: string } = {}) {
  return renderInTestApp(
    <ReactRouterV6PageRouter>
      <TreesOverview />
    </ReactRouterV6PageRouter>,
    {
      apis: [
        [strataApiRef, strataApi(api)],
        mockApis.permission({ authorize: AuthorizeResult.DENY }),
      ],
      initialRouteEntries: [`/${options.search ?? ''}`],
    },
  );
}

const showing = (
  status: TreeStatus,
  findings = n8n.findings,
): Partial<StrataApi> => ({
  trees: async () => ({ now, trees: [status] }),
  findings: async () => ({ tree: status.id, findings }),
});

describe('a tree', () => {
  it('shows revision, ages and counts', async () => {
    render(showing(tree));
    const section = await screen.findByRole('region', {
      name: 'Example platform',
    });
    expect(section).toHaveTextContent('5f3c2e1');
    expect(section).toHaveTextContent('Accepted2 h ago');
    expect(section).toHaveTextContent('Last complete read3 min ago');
    expect(section).toHaveTextContent('Items25');
  });

  it('shows findings with file, line, check and remedy', async () => {
    render(showing(tree));
    const table = await screen.findByRole('table', {
      name: 'Findings of Example platform',
    });
    expect(table).toHaveTextContent('kubernetes/services/n8n/service.yaml:12');
    expect(table).toHaveTextContent('unknown-field');
    expect(table).toHaveTextContent('Rename the field or remove it.');
  });

  it('filters them by the text in the address', async () => {
    render(showing(tree), { search: '?q=gate-differs' });
    await screen.findByRole('table');
    expect(screen.getByText('gate-differs')).toBeVisible();
    expect(screen.queryByText('unknown-field')).toBeNull();
    await userEvent.type(screen.getByRole('searchbox'), ' nothing');
    expect(await screen.findByText(/No finding matches/)).toBeVisible();
  });

  it('says that it is clean', async () => {
    render(
      showing(
        { ...tree, counts: { items: 25, teams: 6, errors: 0, warnings: 0 } },
        [],
      ),
    );
    expect(
      await screen.findByText('The tree passes every check.'),
    ).toBeVisible();
  });

  it('does not call clean what the person may not see', async () => {
    render(
      showing(
        { ...tree, counts: { items: 25, teams: 6, errors: 1, warnings: 0 } },
        [],
      ),
    );
    expect(await screen.findByText('No finding you may see')).toBeVisible();
  });

  it('does not call clean what was never read', async () => {
    render(showing({ ...tree, counts: undefined }, []));
    expect(await screen.findByText('Not read yet')).toBeVisible();
  });

  it('says that the last read failed and what holds meanwhile', async () => {
    render(showing({ ...tree, lastError: 'clone of gitops.git: timed out' }));
    const banner = await screen.findByText(
      /what was read before stays in force/i,
    );
    expect(banner.closest('[role="status"]')).toHaveTextContent('timed out');
  });

  it('that was never read says so', async () => {
    render(
      showing({
        ...tree,
        acceptedRevision: undefined,
        acceptedAt: undefined,
        lastReadAt: undefined,
      }),
    );
    expect(await screen.findAllByText('never')).toHaveLength(3);
  });
});

describe('a read that is held back', () => {
  it('says what it would remove, and who may release it', async () => {
    render(showing(heldBack));
    const banner = await screen.findByText(
      /would remove 2 entities is held back/,
    );
    expect(banner.closest('[role="status"]')).toHaveTextContent(
      'component:default/kafka-demo',
    );
    expect(screen.getByText(/Only a platform admin/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Accept the removal' }),
    ).toBeNull();
  });
});

describe('trees', () => {
  it('each keeps its own filter in the address', async () => {
    const other = { ...tree, id: 'edge', title: 'Edge' };
    render(
      {
        trees: async () => ({ now, trees: [tree, other] }),
        findings: async id => ({ tree: id, findings: n8n.findings }),
      },
      { search: '?edge.q=gate-differs' },
    );
    const edge = await screen.findByRole('region', { name: 'Edge' });
    await within(edge).findByRole('table');
    expect(within(edge).queryByText('unknown-field')).toBeNull();
    const platform = screen.getByRole('region', { name: 'Example platform' });
    expect(within(platform).getByText('unknown-field')).toBeVisible();
  });

  it('none says how to configure one', async () => {
    render({ trees: async () => ({ now, trees: [] }) });
    expect(await screen.findByText(/strata.trees/)).toBeVisible();
  });

  it('an error is told', async () => {
    render({ trees: () => Promise.reject(new Error('The network is away.')) });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The network is away.',
    );
  });
});
