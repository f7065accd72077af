import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OwnersResponse } from '@strata/plugin-strata-common';
import { ownersResponse } from '../fixtures/owners';
import { refusal } from '../fixtures/refusals';
import { renderStrata } from '../__testUtils__/renderStrata';
import { OwnersOverview } from './OwnersOverview';

const render = (response: OwnersResponse, search?: string) =>
  renderStrata(
    <OwnersOverview />,
    { owners: async () => response },
    { search },
  );

const rows = async () =>
  within(await screen.findByRole('table', { name: 'Teams, worst first' }))
    .getAllByRole('rowheader')
    .map(each => within(each).getByRole('link').textContent);

describe('OwnersOverview', () => {
  it('lists what nobody owns first, then teams worst first', async () => {
    render(ownersResponse);
    expect(await rows()).toEqual(['Unowned', 'Product', 'Data']);
  });

  it('leaves out the unowned where everything is owned', async () => {
    render({
      ...ownersResponse,
      owners: ownersResponse.owners.map(each => ({
        ...each,
        items: each.owner.name === 'unowned' ? 0 : each.items,
      })),
    });
    expect(await rows()).toEqual(['Product', 'Data']);
  });

  it('tells worst status, items, objectives, changes and findings in words', async () => {
    render(ownersResponse);
    const row = (await screen.findByRole('link', { name: 'Product' })).closest(
      'tr',
    )!;
    expect(row).toHaveTextContent('Critical');
    expect(row).toHaveTextContent('2 of 3');
    expect(row).toHaveTextContent('1 error, 1 warning');
    const data = screen.getByRole('link', { name: 'Data' }).closest('tr')!;
    expect(data).toHaveTextContent('None measured');
  });

  it('sorts by a column, keeps it in the address, and turns it off again', async () => {
    render(ownersResponse);
    await rows();
    const header = () => screen.getByRole('columnheader', { name: 'Items' });
    await userEvent.click(within(header()).getByRole('button'));
    expect(header()).toHaveAttribute('aria-sort', 'ascending');
    expect(await rows()).toEqual(['Unowned', 'Product', 'Data']);
    await userEvent.click(within(header()).getByRole('button'));
    expect(header()).toHaveAttribute('aria-sort', 'descending');
    expect(await rows()).toEqual(['Data', 'Product', 'Unowned']);
    await userEvent.click(within(header()).getByRole('button'));
    expect(header()).toHaveAttribute('aria-sort', 'none');
  });

  it('takes filter and sort from the address', async () => {
    render(ownersResponse, '?q=a&sort=-items');
    expect(await rows()).toEqual(['Data']);
  });

  it('says what to do when there are no teams', async () => {
    render({ ...ownersResponse, owners: [] });
    expect(await screen.findByText('No teams')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'See what was read' }),
    ).toHaveAttribute('href', '/trees');
  });

  it('tells an error', async () => {
    const error = await refusal(503, 'ServiceUnavailableError', 'No database.');
    renderStrata(<OwnersOverview />, { owners: () => Promise.reject(error) });
    expect(await screen.findByRole('alert')).toHaveTextContent('No database.');
  });
});
