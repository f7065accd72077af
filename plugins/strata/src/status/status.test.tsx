import {
  countStatuses,
  deliveryStatuses,
  sloStatuses,
} from '@strata/plugin-strata-common';
import { screen } from '@testing-library/react';
import { renderStrata } from '../__testUtils__/renderStrata';
import { StatusBadge } from './StatusBadge';
import { deliveryCounts, sloCounts } from './StatusStrip';

const all = [...new Set([...deliveryStatuses, ...sloStatuses])];

it.each(all)('%s has an icon, a word and a severity', async status => {
  renderStrata(<StatusBadge status={status} />, {});
  const badge = (
    await screen.findByText(/\w/, {
      selector: '[data-status] > span',
    })
  ).parentElement!;
  expect(badge.querySelector('svg')).toBeInTheDocument();
  expect(badge.textContent).toMatch(/^[A-Z]/);
  expect(badge.dataset.severity).toBeTruthy();
});

it('no two delivery statuses share a shape', async () => {
  const { statusIcons } = await import('./statusIcons');
  const shapes = deliveryStatuses.map(status => statusIcons[status]);
  expect(new Set(shapes).size).toBe(deliveryStatuses.length);
});

it('counts stand worst first, those that do not occur are left out', () => {
  const counts = countStatuses([
    'healthy',
    'waiting',
    'drifted',
    'unknown',
    'healthy',
  ]);
  expect(deliveryCounts(counts)).toEqual([
    { status: 'unknown', count: 1 },
    { status: 'drifted', count: 1 },
    { status: 'waiting', count: 1 },
    { status: 'healthy', count: 2 },
  ]);
  expect(
    sloCounts(countStatuses(['healthy', 'no_data'])).map(c => c.status),
  ).toEqual(['no_data', 'healthy']);
});
