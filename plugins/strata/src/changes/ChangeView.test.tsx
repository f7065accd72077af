import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { strataApiRef, type StrataApi } from '../api';
import { strataApi } from '../fixtures/api';
import { mergedChange, openChange, warning } from './__testUtils__/changes';
import { ChangeView } from './ChangeView';

const render = (api: Partial<StrataApi>) =>
  renderInTestApp(<ChangeView id="change-1" />, {
    apis: [[strataApiRef, strataApi(api)]],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });

describe('ChangeView', () => {
  it('shows the way of the change, with the step that is now and who does what', async () => {
    render({ change: async () => openChange });
    const journey = await screen.findByRole('list', { name: 'Journey' });
    const steps = within(journey).getAllByRole('listitem');
    expect(steps.map(step => step.dataset.state)).toEqual([
      'done',
      'current',
      'pending',
    ]);
    expect(steps[1]).toHaveAttribute('aria-current', 'step');
    expect(steps[1]).toHaveTextContent('Someone of product merges it');
    expect(screen.getByText('Open')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'by ben' })).toHaveAttribute(
      'href',
      '/catalog/default/user/ben',
    );
  });

  it('shows what is changed first, and the diff of the file one chooses', async () => {
    render({ change: async () => openChange });
    expect(
      await screen.findByRole('region', { name: /Diff of .*teams.yaml/ }),
    ).toHaveTextContent('+ - { name: homelab, namespace: recipes }');
    await userEvent.click(
      screen.getByRole('button', { name: /services\/recipes\/service.yaml/ }),
    );
    expect(
      screen.getByRole('region', { name: /Diff of .*service.yaml/ }),
    ).toHaveTextContent('+kind: Service');
  });

  it('merges, then shows what came of it', async () => {
    let current = openChange;
    const mergeChange = jest.fn(async () => {
      current = { ...mergedChange, id: 'change-1' };
      return current;
    });
    render({ change: async () => current, mergeChange });
    await userEvent.click(await screen.findByRole('button', { name: 'Merge' }));
    expect(mergeChange).toHaveBeenCalledWith('change-1');
    expect(await screen.findByText('Merged')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open pantry in the catalog' }),
    ).toHaveAttribute('href', '/catalog/default/component/pantry');
    expect(
      screen.queryByRole('button', { name: 'Merge' }),
    ).not.toBeInTheDocument();
    const unknown = screen.getByText('Synced in dev').closest('li');
    expect(unknown).toHaveTextContent('not known');
    expect(unknown).toHaveTextContent('cluster homelab is unreachable');
  });

  it('says why a merge was refused, and reads again', async () => {
    const change = jest.fn(async () => openChange);
    render({
      change,
      mergeChange: () => Promise.reject(new Error('the tree moved on')),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Merge' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the tree moved on',
    );
    await waitFor(() => expect(change).toHaveBeenCalledTimes(2));
  });

  it('asks before it closes', async () => {
    const closeChange = jest.fn(async () => ({
      ...openChange,
      state: 'closed' as const,
    }));
    render({ change: async () => openChange, closeChange });
    const close = { name: 'Close without merging' };
    await userEvent.click(await screen.findByRole('button', close));
    const dialog = await screen.findByRole('dialog');
    expect(closeChange).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole('button', close));
    await waitFor(() => expect(closeChange).toHaveBeenCalledWith('change-1'));
  });

  it('gives the reason where the person may not', async () => {
    render({
      change: async () => ({
        ...openChange,
        actions: {
          merge: false,
          close: false,
          reason: 'Ask a lead of product',
        },
      }),
    });
    expect(
      await screen.findByText('Ask a lead of product'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Merge' }),
    ).not.toBeInTheDocument();
  });

  it('lists the findings it adds', async () => {
    render({ change: async () => ({ ...openChange, added: [warning] }) });
    expect(await screen.findByText(warning.message)).toBeInTheDocument();
    expect(screen.getByText(warning.remedy)).toBeInTheDocument();
  });

  it('says what failed, and tries again', async () => {
    let fails = true;
    render({
      change: async () => {
        if (fails) throw new Error('no route to host');
        return openChange;
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'no route to host',
    );
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('list', { name: 'Journey' }),
    ).toBeInTheDocument();
  });

  it('shows its layout while it loads', () => {
    render({ change: () => new Promise(() => {}) });
    return waitFor(() =>
      expect(screen.getByText('Loading')).toBeInTheDocument(),
    );
  });
});
