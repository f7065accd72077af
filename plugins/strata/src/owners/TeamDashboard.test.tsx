import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OwnerOverview } from '@strata/plugin-strata-common';
import type { StrataApi } from '../api';
import {
  kafkaDemo,
  overviewOf,
  productOverview,
  silentSources,
} from '../fixtures/owners';
import { refusal } from '../fixtures/refusals';
import { deferred } from '../fixtures/deferred';
import { renderStrata } from '../__testUtils__/renderStrata';
import { TeamDashboard } from './TeamDashboard';

const render = (api: Partial<StrataApi>, search = '') =>
  renderStrata(<TeamDashboard ownerRef="group:default/product" />, api, {
    search,
  });

const showing = (overview: OwnerOverview): Partial<StrataApi> => ({
  ownerOverview: async () => overview,
});

const matrix = () =>
  screen.findByRole('grid', { name: 'Items by environment' });
const cell = (name: RegExp) => screen.findByRole('button', { name });

describe('the matrix', () => {
  it('shows status, version, revision and gate of an environment in words', async () => {
    render(showing(productOverview));
    const waiting = await cell(/Audiobookshelf in production/);
    expect(waiting).toHaveTextContent('Waiting at gate');
    expect(waiting).toHaveTextContent('2.8.4');
    expect(waiting).toHaveTextContent('5f3c2e1');
    expect(waiting).toHaveTextContent('by hand');
    expect(await cell(/n8n in dev/)).toHaveTextContent('Progressing');
  });

  it('shows attainment against target with the budget as text', async () => {
    render(showing(productOverview));
    const promise = await cell(/Promise of Audiobookshelf/);
    expect(promise).toHaveTextContent('99.71 % / 99.7 %');
    expect(promise).toHaveTextContent('4 % left');
    expect(promise).toHaveTextContent('At risk');
  });

  it('never shows missing figures as good ones', async () => {
    render(showing(productOverview));
    const promise = await cell(/Promise of Kafka demo/);
    expect(promise).toHaveTextContent('No data');
    expect(promise).toHaveTextContent('no figure');
    expect(promise).not.toHaveTextContent('Healthy');
  });

  it('has columns of changes and checks only where there are any', async () => {
    const headers = async () =>
      within(await matrix())
        .getAllByRole('columnheader')
        .map(each => each.textContent);
    const { unmount } = render(showing(productOverview));
    expect(await headers()).toEqual([
      'Item',
      'dev',
      'production',
      'Promise (budget left)',
      'Changes',
      'Checks',
    ]);
    unmount();
    render(showing(overviewOf([{ ...kafkaDemo, slos: [] }])));
    expect(await headers()).toEqual(['Item', 'dev', 'production']);
  });

  it('says where an environment does not exist', async () => {
    render(showing(productOverview));
    await matrix();
    expect(screen.getByText('No such environment')).toBeInTheDocument();
  });

  it('walks over the cells with the arrow keys', async () => {
    render(showing(productOverview));
    (await cell(/n8n in dev/)).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(await cell(/n8n in production/)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(await cell(/Kafka demo in production/)).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(screen.getByRole('link', { name: 'Kafka demo' })).toHaveFocus();
  });
});

describe('filters', () => {
  it('narrows to a status from the strip, and back', async () => {
    render(showing(productOverview));
    await userEvent.click(
      await screen.findByRole('button', { name: '1 Drifted' }),
    );
    expect(screen.queryByRole('link', { name: 'Audiobookshelf' })).toBeNull();
    expect(screen.getByRole('link', { name: 'n8n' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '1 Drifted' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      screen.getByRole('link', { name: 'Audiobookshelf' }),
    ).toBeInTheDocument();
  });

  it('takes them from the address', async () => {
    render(showing(productOverview), '?q=kafka&slo=no_data');
    await matrix();
    expect(
      screen.getByRole('link', { name: 'Kafka demo' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'n8n' })).toBeNull();
  });

  it('goes to the text with the / key', async () => {
    render(showing(productOverview));
    await matrix();
    await userEvent.keyboard('/');
    expect(
      screen.getByRole('searchbox', { name: 'Filter items' }),
    ).toHaveFocus();
  });

  it('says when nothing matches, and how to go on', async () => {
    render(showing(productOverview), '?q=nothing-like-it');
    expect(await screen.findByText('No item matches')).toBeInTheDocument();
    expect(
      screen.getAllByRole('button', { name: 'Clear filters' }).length,
    ).toBeGreaterThan(0);
  });

  it('shows child teams’ items until told otherwise', async () => {
    const asked: (boolean | undefined)[] = [];
    const parent = {
      ...productOverview,
      owner: { ...productOverview.owner, children: ['group:default/data'] },
    };
    render({
      ownerOverview: async (_ref, options) => {
        asked.push(options?.inherited);
        return parent;
      },
    });
    await userEvent.click(
      await screen.findByRole('switch', { name: 'With child teams' }),
    );
    await waitFor(() => expect(asked).toEqual([true, false]));
  });
});

describe('the side panel', () => {
  it('opens from a cell with facts and their age, and closes with Esc', async () => {
    render(showing(productOverview));
    await userEvent.click(await cell(/Audiobookshelf in production/));
    const panel = await screen.findByRole('dialog', {
      name: 'Audiobookshelf · production',
    });
    expect(panel).toHaveTextContent('ghcr.io/advplyr/audiobookshelf:2.8.4');
    expect(panel).toHaveTextContent('A newer revision of this item waits');
    expect(panel).toHaveTextContent(/Cluster homelab, current \d+ s ago/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('opens from the address', async () => {
    render(showing(productOverview), '?open=component:default/n8n@?');
    const panel = await screen.findByRole('dialog', {
      name: 'Findings of n8n',
    });
    expect(
      within(panel).getByRole('link', { name: /applicationset.yaml:31/ }),
    ).toHaveAttribute('href', expect.stringContaining('#L31'));
  });

  it('shows every objective of an item', async () => {
    render(showing(productOverview));
    await userEvent.click(await cell(/Promise of n8n/));
    const panel = await screen.findByRole('dialog', { name: 'Promise of n8n' });
    expect(panel).toHaveTextContent('overspent by 12 %');
    expect(panel).toHaveTextContent('80 % of the budget is left.');
  });
});

describe('what stands around the matrix', () => {
  it('shows contacts, open changes and findings with file and line', async () => {
    render(showing(productOverview));
    expect(await screen.findByText('#product')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /On-call/ })).toHaveAttribute(
      'href',
      'https://oncall.homelab.example/product',
    );
    expect(
      screen.getByRole('link', { name: /Raise the availability/ }),
    ).toHaveAttribute('href', '/changes/c-7');
    const findings = screen.getByRole('table', { name: 'Findings' });
    expect(findings).toHaveTextContent(
      'kubernetes/services/n8n/service.yaml:12',
    );
    expect(findings).toHaveTextContent('Rename the field or remove it.');
  });

  it('says which source is silent and keeps its rows', async () => {
    render(showing({ ...productOverview, sources: silentSources }));
    const banner = await screen.findByText(/a source does not answer/);
    expect(banner.closest('[role="status"]')).toHaveTextContent(
      'connect ECONNREFUSED 10.0.0.1:6443',
    );
    expect(await matrix()).toBeInTheDocument();
  });
});

describe('every state', () => {
  it('shows a skeleton while loading', async () => {
    render({ ownerOverview: () => new Promise(() => undefined) });
    expect(await screen.findByText('Loading')).toBeInTheDocument();
  });

  it('says what to do when the team owns nothing', async () => {
    render(showing(overviewOf([])));
    expect(
      await screen.findByText('Product owns nothing yet'),
    ).toBeInTheDocument();
    expect(screen.getByText(/owner.team: product/)).toBeInTheDocument();
  });

  it('does not tell what exists from what is not for the person', async () => {
    const error = await refusal(404, 'NotFoundError', 'No such owner');
    render({ ownerOverview: () => Promise.reject(error) });
    expect(
      await screen.findByText('Not found, or not visible to you'),
    ).toBeInTheDocument();
  });

  it('tells an error in the words of the backend, and retries', async () => {
    const error = await refusal(503, 'ServiceUnavailableError', 'No database.');
    const answers = [Promise.reject(error), Promise.resolve(productOverview)];
    answers[0].catch(() => undefined);
    render({ ownerOverview: () => answers.shift()! });
    expect(await screen.findByRole('alert')).toHaveTextContent('No database.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await matrix()).toBeInTheDocument();
  });

  it('reads again on a signal, and keeps the data when that fails', async () => {
    const second = deferred<OwnerOverview>();
    const answers = [Promise.resolve(productOverview), second.promise];
    const { signal } = render({ ownerOverview: () => answers.shift()! });
    await matrix();
    await signal({
      kind: 'delivery',
      entityRefs: ['component:default/n8n'],
      owners: ['group:default/product'],
    });
    second.reject(new Error('The network is away.'));
    expect(
      await screen.findByText(/could not be read again/),
    ).toBeInTheDocument();
    expect(screen.getByText(/The network is away/)).toBeInTheDocument();
    expect(await matrix()).toBeInTheDocument();
  });

  it('shows what a signal brought', async () => {
    const healed = overviewOf([kafkaDemo]);
    const answers = [productOverview, healed];
    const { signal } = render({ ownerOverview: async () => answers.shift()! });
    await matrix();
    await signal({ kind: 'tree', entityRefs: [], owners: [] });
    await waitFor(() =>
      expect(screen.queryByRole('link', { name: 'n8n' })).toBeNull(),
    );
  });
});
